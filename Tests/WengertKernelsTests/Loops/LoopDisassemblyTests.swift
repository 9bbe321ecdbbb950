// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

#if arch(x86_64) && os(Linux)
  import Foundation
  import Testing
  import WengertScalars

  @testable import WengertKernels

  /// What another program reads in the machine code.
  @Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/objdump")))
  struct LoopDisassemblyTests {
    /// The instructions of a loop's code as binutils read them, without addresses and bytes.
    static func instructions(_ body: LoopBody, _ level: VectorLevel) throws -> [String] {
      let code = try #require(LoopKernel(body, level: level).machineCode)
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("wengert-\(UUID().uuidString).bin")
      try Data(code).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/objdump")
      process.arguments = [
        "-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "--no-show-raw-insn", file.path,
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return text.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "\t", maxSplits: 1)
        guard parts.count == 2, line.first == " " else { return nil }
        return parts[1].split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      }
    }

    @Test func whatALoopConsistsOf() throws {
      // z = x · c + |y|, and the sum of z.
      var body = LoopBody(dtype: .float64)
      body.inputs = [
        .init(base: 0, isUniform: false), .init(base: 1, isUniform: false),
        .init(base: 2, isUniform: true),
      ]
      body.baseCount = 3
      body.steps = [
        .init(.function(.multiply, parameter: 0), 0, 2),
        .init(.function(.absoluteValue, parameter: 0), 1),
        .init(.function(.add, parameter: 0), 3, 4),
      ]
      body.outputs = [.init(5, .store), .init(5, .reduceRow(.sum))]
      let list = try Self.instructions(body, .avx512)
      for expected in [
        "vmovupd zmm0,ZMMWORD PTR [r8+rcx*1+0x0]",
        "vmulpd zmm0,zmm0,QWORD BCST [r10+0x0]",
        "vmovupd ZMMWORD PTR [rbx+rcx*1+0x0],zmm0",
        "vaddpd zmm31,zmm31,zmm0",
        "kmovw k7,WORD PTR [rdi+0x20]",
        "vextractf64x4 ymm1,zmm0,0x1",
        "vzeroupper",
        "ret",
      ] {
        #expect(list.contains(expected), "\(expected) is not in\n\(list.joined(separator: "\n"))")
      }
      #expect(list.allSatisfy { !$0.contains("bad") && !$0.contains("fma") })
    }

    /// Code of every kind of instruction is read without a byte left over, and keeps to the registers
    /// that a function may use.
    @Test(arguments: [VectorLevel.avx2, .avx512], [DType.float32, .float64])
    func everythingDecodes(_ level: VectorLevel, _ dtype: DType) throws {
      var numbers = SeededNumbers(state: 5)
      for round in 0..<6 {
        var body = LoopKernelTests.randomBody(&numbers, dtype, size: 200)
        for (k, function) in ElementaryFunction.allCases.enumerated() where k % 6 == round {
          let last = Int32(body.inputs.count + body.constants.count + body.steps.count - 1)
          body.steps.append(.init(.function(function, parameter: 2), last, 0, 0))
          body.outputs.append(.init(last + 1, k % 2 == 0 ? .store : .reduceRow(.sum)))
        }
        let list = try Self.instructions(body, level)
        #expect(list.count > body.steps.count)
        #expect(!list.contains { $0.contains("(bad)") || $0.contains("data16") })
        #expect(list.filter { $0 == "ret" }.count == 1)
        let pushes = list.filter { $0.hasPrefix("push") }.count
        let pops = list.filter { $0.hasPrefix("pop") }.count
        #expect(pushes == pops)
        let writesToCode = list.contains { $0.contains("[rip") }
        #expect(!writesToCode)
        if level == .avx2 { #expect(!list.contains { $0.contains("zmm") || $0.contains("{k") }) }
      }
    }
  }
#endif
