// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertExplain
import WengertLearning

extension TrainingRun {
  private var colors: OutputColors {
    OutputColors(kind: state.outputKind, loss: state.loss, classes: data.classes)
  }

  /// The frame of now, as `Studio/README.md` describes its bytes.
  func frame(_ sizes: FrameSizes, after records: [RoundRecord]) -> StudioAnswer {
    let now = evaluation
    let neurons = neuronCount
    var writer = LittleEndianBytes(
      capacity: 104 + 48 * records.count + 16 * moment.weights.count
        + 4 * (sizes.neurons * sizes.neurons * neurons + sizes.picture * sizes.picture))
    writer.append(UInt32(1))
    writer.append(UInt32(moment.round))
    writer.append(UInt32(roundsRun))
    writer.append(UInt32(records.count))
    writer.append([
      now.loss, now.testLoss, now.gradientNorm, now.clippedNorm, moment.stepNorm,
      accuracy(trainingColumns, training), accuracy(testColumns, test), state.rates(moment.round),
    ])
    writer.append(UInt32(moment.weights.count))
    writer.append(UInt32(sizes.picture))
    writer.append(UInt32(sizes.neurons))
    writer.append(UInt32(sizes.neurons > 0 ? neurons : 0))
    writer.append(UInt32(moment.batch))
    writer.append(UInt32(batchCount))
    for record in records {
      let evaluation = record.evaluation
      writer.append([
        Double(record.round), evaluation.loss, evaluation.testLoss, evaluation.gradientNorm,
        evaluation.clippedNorm, record.stepNorm,
      ])
    }
    writer.append(moment.weights)
    writer.append(now.gradient)
    paintNeurons(side: sizes.neurons, &writer)
    paint(side: sizes.picture, rows: 0..<sizes.picture, &writer)
    return StudioAnswer([:], bytes: writer.bytes)
  }

  /// The share of points that the network puts into their class; nan without points or classes.
  private func accuracy(_ columns: [Double], _ numbers: [Int]) -> Double {
    let hasClasses =
      switch state.data.set {
      case .plane, .gaussians: false
      case .points: state.outputKind == .class
      default: true
      }
    guard hasClasses, !numbers.isEmpty else { return .nan }
    var outputs: [Double] = []
    let count = numbers.count
    network.outputs(
      moment.weights, Array(columns[..<(features.count * count)]), count: count, into: &outputs)
    let colors = colors
    var right = 0
    for (place, number) in numbers.enumerated()
    where colors.label(outputs, place, count) == data.points[number].label { right += 1 }
    return Double(right) / Double(count)
  }

  // MARK: Pictures

  /// The features at the middle of each pixel of some rows, the rows from y = 1 down.
  private func gridColumns(_ side: Int, _ rows: Range<Int>) -> [Double] {
    let count = side * rows.count
    var places = [Double](repeating: 0, count: 2 * count)
    for (line, row) in rows.enumerated() {
      let y = 1 - (2 * Double(row) + 1) / Double(side)
      for column in 0..<side {
        places[line * side + column] = (2 * Double(column) + 1) / Double(side) - 1
        places[count + line * side + column] = y
      }
    }
    return features.columns(places)
  }

  /// The features on a whole grid, which are kept for the next frame.
  private func grid(_ side: Int) -> [Double] {
    if let grid = grids.first(where: { $0.side == side }) { return grid.columns }
    let columns = gridColumns(side, 0..<side)
    // The picture and the maps of neurons are of two sizes each: playing, and standing still.
    if grids.count == 4 { grids.removeFirst() }
    if columns.count <= 1 << 20 { grids.append((side, columns)) }
    return columns
  }

  private func paintNeurons(side: Int, _ writer: inout LittleEndianBytes) {
    guard side > 0 else { return }
    let columns = grid(side)
    for value in columns { writer.append(Float(value)) }
    for value in network.activations(moment.weights, columns, count: side * side) {
      writer.append(Float(value))
    }
  }

  /// The colours of what the network gives on some rows of a picture.
  func paint(side: Int, rows: Range<Int>, _ writer: inout LittleEndianBytes) {
    guard side > 0 else { return }
    let colors = colors
    var outputs: [Double] = []
    if rows == 0..<side && side <= 128 {
      network.outputs(moment.weights, grid(side), count: side * side, into: &outputs)
      for pixel in 0..<side * side { writer.append(colors.color(outputs, pixel, side * side).pixel) }
      return
    }
    // A few rows at a time, so that large pictures need little memory.
    let step = max(1, 4096 / side)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let part = start..<min(start + step, rows.upperBound)
      let count = side * part.count
      network.outputs(moment.weights, gridColumns(side, part), count: count, into: &outputs)
      for pixel in 0..<count { writer.append(colors.color(outputs, pixel, count).pixel) }
    }
  }

  /// What every neuron gives at one place.
  func evaluation(x: Double, y: Double) -> StudioAnswer {
    let inputs = features.columns([x, y])
    let values = network.activations(moment.weights, inputs, count: 1)
    let outputs = Array(values.suffix(network.shape.outputCount))
    let color = colors.color(outputs, 0, 1)
    return StudioAnswer([
      "values": .numbers(inputs + values), "output": .numbers(outputs),
      "color": .numbers([color.red, color.green, color.blue]),
    ])
  }
}
