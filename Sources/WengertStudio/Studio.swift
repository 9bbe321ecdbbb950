// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain

/// The engine behind the page: requests in JSON, answers in JSON and bytes.
///
/// The language is written down in `Studio/README.md`. A wrong request gets an answer that says so;
/// none stops the engine.
///
/// ```swift
/// let studio = Studio(now: { 0 })
/// studio.answer(to: Array(#"{"op": "slopes", "text": "x*y", "values": {"x": 2, "y": 3}}"#.utf8)).json.text
/// // {"value": 6, "gradient": [3, 2]}
/// ```
public final class Studio {
  private let training: TrainingSession

  /// - Parameter now: The time in milliseconds, from any beginning.
  public init(now: @escaping () -> Double) { training = TrainingSession(clock: now) }

  /// The answer to a request, the text of a JSON object.
  public func answer(to request: [UInt8]) -> StudioAnswer {
    do {
      return try answer(to: JSONValue(parsing: request))
    } catch {
      return StudioAnswer(error.json)
    }
  }

  private func answer(to request: JSONValue) throws(StudioError) -> StudioAnswer {
    let operation = request["op"]?.stringValue ?? ""
    switch operation {
    case "explain": return try ExplainRequest.answer(request)
    case "export": return try ExportRequest.answer(request)
    case "evaluate": return try ValueRequests.evaluate(request)
    case "slopes": return try ValueRequests.slopes(request)
    case "check": return try ValueRequests.check(request)
    case "differences": return try DifferencesRequest.answer(request)
    case "matrices": return try MatricesRequest.answer(request)
    case "cost": return try CostRequests.cost(request)
    case "race": return try CostRequests.race(request)
    case _ where operation.hasPrefix("train."): return training.answer(operation, request)
    default: throw StudioError("op", "There is no request \(operation).")
    }
  }
}

extension StudioAnswer {
  /// The answer as it crosses into JavaScript: the lengths of the two parts, the JSON, zeros up to a
  /// multiple of eight bytes, the bytes.
  public var encoded: [UInt8] {
    let text = Array(json.text.utf8)
    var encoded = LittleEndianBytes(capacity: text.count + bytes.count + 16)
    encoded.append(UInt32(text.count))
    encoded.append(UInt32(bytes.count))
    encoded.append(contentsOf: text)
    encoded.append(contentsOf: repeatElement(0, count: (8 - text.count % 8) % 8))
    encoded.append(contentsOf: bytes)
    return encoded.bytes
  }
}
