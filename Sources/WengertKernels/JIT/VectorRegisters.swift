// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Where the values of a list are while its code is written: in registers as long as there are
/// enough; of too many, the one that is needed last goes to memory.
///
/// L. A. Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems
/// Journal 5 (1966): in straight-line code the future is known.
struct VectorRegisters: ~Copyable {
  enum Home: UInt8 { case none, frame, constant, uniform, row }

  static var never: Int32 { .max }
  /// The next use of what the code after the list needs as well.
  private static var always: Int32 { .max - 1 }

  // Invariant: all have one element per line of the list; `next` has four.
  private let head: UnsafeMutablePointer<Int32>
  private let next: UnsafeMutablePointer<Int32>
  private let location: UnsafeMutablePointer<Int8>
  private let homes: UnsafeMutablePointer<Home>
  private let places: UnsafeMutablePointer<Int32>

  /// The value in each register, −1 for none.
  private(set) var owner: [Int32]
  /// How many registers, from the first on, are given away; those behind them hold `resident` values.
  private let allocatableCount: Int
  private var freeSlots: [Int32] = []
  private(set) var slotCount: Int32 = 0

  /// - Parameter resident: The values that stay in the last registers, where they are before.
  init(
    _ list: borrowing ContiguousArray<VectorInstruction>, registerCount: Int, resident: [Int32]
  ) {
    let count = list.count
    allocatableCount = registerCount - resident.count
    head = .allocate(capacity: count)
    next = .allocate(capacity: 4 * count)
    location = .allocate(capacity: count)
    homes = .allocate(capacity: count)
    places = .allocate(capacity: count)
    head.initialize(repeating: Self.never, count: count)
    next.initialize(repeating: Self.never, count: 4 * count)
    location.initialize(repeating: -1, count: count)
    homes.initialize(repeating: .none, count: count)
    places.initialize(repeating: 0, count: count)
    owner = [Int32](repeating: -1, count: registerCount)
    for (k, value) in resident.enumerated() {
      assign(value, to: UInt8(allocatableCount + k))
      head[Int(value)] = Self.always
    }
    for i in stride(from: count - 1, through: 0, by: -1) {
      let line = list[i]
      // What nothing needs, needs nothing.
      if line.opcode.hasResult && head[i] == Self.never { continue }
      for k in stride(from: line.opcode.operandCount - 1, through: 0, by: -1) {
        let operand = Int(line[operand: k])
        next[4 * i + k] = head[operand]
        head[operand] = Int32(i)
      }
    }
  }

  deinit {
    head.deallocate()
    next.deallocate()
    location.deallocate()
    homes.deallocate()
    places.deallocate()
  }

  /// Whether something that is still to come needs the value.
  func isNeeded(_ value: Int32) -> Bool { head[Int(value)] != Self.never }

  /// The register of a value, if it is in one.
  func register(of value: Int32) -> UInt8? {
    location[Int(value)] < 0 ? nil : UInt8(location[Int(value)])
  }

  func home(of value: Int32) -> (kind: Home, place: Int32) {
    (homes[Int(value)], places[Int(value)])
  }

  func setHome(of value: Int32, _ kind: Home, _ place: Int32) {
    homes[Int(value)] = kind
    places[Int(value)] = place
  }

  /// Counts operand `k` of line `i` as used.
  func use(_ value: Int32, by i: Int, _ k: Int) { head[Int(value)] = next[4 * i + k] }

  /// Puts a value, as its line computes it, into a register.
  mutating func assign(_ value: Int32, to register: UInt8) {
    owner[Int(register)] = value
    location[Int(value)] = Int8(register)
  }

  /// Takes a value out of its register.
  mutating func evict(_ value: Int32) {
    guard location[Int(value)] >= 0 else { return }
    owner[Int(location[Int(value)])] = -1
    location[Int(value)] = -1
  }

  /// Gives up what a value occupies, if nothing needs it any more.
  mutating func releaseIfDead(_ value: Int32) {
    guard head[Int(value)] == Self.never else { return }
    evict(value)
    if homes[Int(value)] == .frame {
      freeSlots.append(places[Int(value)])
      homes[Int(value)] = .none
    }
  }

  /// A free register, or the one whose value is needed last and not pinned.
  func victim(pinned: UInt32) -> UInt8 {
    var best = -1
    var latest: Int32 = -1
    for register in 0..<allocatableCount where pinned & (1 << UInt32(register)) == 0 {
      let value = owner[register]
      if value < 0 { return UInt8(register) }
      if head[Int(value)] > latest {
        latest = head[Int(value)]
        best = register
      }
    }
    return UInt8(best)
  }

  /// A place in the frame for a value that has no home yet.
  mutating func takeSlot(for value: Int32) -> Int32 {
    let slot: Int32
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = slotCount
      slotCount += 1
    }
    setHome(of: value, .frame, slot)
    return slot
  }
}
