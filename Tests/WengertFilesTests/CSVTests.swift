// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import Foundation
import Testing

@testable import WengertFiles

@Suite("CSV")
struct CSVTests {
  @Test func `a file with classes is read`() throws {
    let iris = try CSVTable(fixture("iris.csv"), classes: ["species"])
    #expect(
      iris.columns
        == ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"])
    #expect(iris.labels == ["species": ["setosa", "versicolor", "virginica"]])
    #expect(
      iris.cells
        == StoredArray(
          [
            5.1, 3.5, 1.4, 0.2, 0,
            7.0, 3.2, 4.7, 1.4, 1,
            6.3, 3.3, 6.0, 2.5, 2,
            4.9, 3.0, 1.4, 0.2, 0,
          ], shape: [4, 5]))
  }

  @Test func `text needs a column of classes`() throws {
    let error = #expect(throws: FileError.self) { try CSVTable(fixture("iris.csv")) }
    #expect(
      error?.description.hasSuffix("iris.csv, line 2, column 5: `setosa` is no number.") == true)
    let unknown = #expect(throws: FileError.self) {
      try CSVTable(fixture("iris.csv"), classes: ["kind"])
    }
    #expect(unknown?.description.contains("no column is called `kind`") == true)
  }

  @Test func `classes are numbered in the order of their names`() throws {
    let table = try read("x,k\n1,b\n2,a\n3,\n4,b\n", missing: .notANumber, classes: ["k"])
    #expect(table.labels == ["k": ["a", "b"]])
    let values = table.cells.elements(as: Double.self)
    #expect(values[1] == 1 && values[3] == 0 && values[5].isNaN && values[7] == 1)
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a;b\n1;2\n3;4\n", "a\tb\n1\t2\n3\t4\n",
    "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4", "\u{FEFF}a,b\n1,2\n3,4",
    "\n\na,b\n\n1,2\n\n3,4\n\n", " a , b \n 1, 2\n3 ,\t4 ", "\"a\",\"b\"\n\"1\",2\n 3 , \"4\" \n",
    "a,b\n1e0,0x2\n+3.0,4.\n",
  ])
  func `one table has many forms`(_ text: String) throws {
    let table = try read(text)
    #expect(table.columns == ["a", "b"])
    #expect(table.cells == StoredArray([1.0, 2, 3, 4], shape: [2, 2]))
    #expect(table.labels.isEmpty)
  }

  @Test func `quotes hide what they hold`() throws {
    let table = try read(#""a,""b""","c\#nd","""","""""" "# + "\n1,2,3,4\n")
    #expect(table.columns == [#"a,"b""#, "c\nd", "\"", "\"\""])
    #expect(try read("\"a,b,c\";d\n1;2\n").columns == ["a,b,c", "d"])
  }

  @Test func `a header is recognised or told`() throws {
    #expect(try read("1,2\n3,4").columns == ["1", "2"])
    #expect(try read("1,2\n3,4").cells.shape == [2, 2])
    #expect(try read("1,2\n3,4", header: .present).columns == ["1", "2"])
    #expect(try read("1,2\n3,4", header: .present).cells.shape == [1, 2])
    #expect(try read("5.1,setosa\n7.0,virginica", classes: ["2"]).labels["2"]?.count == 2)
    #expect(try read("a,b", header: .absent, classes: ["1", "2"]).cells.shape == [1, 2])
    #expect(try read("a,b\n").cells.shape == [0, 2])
    #expect(try read("a b\n1").columns == ["a b"])
  }

  @Test func `numbers are read exactly`() throws {
    let texts = ["0.1", "1e-320", "9007199254740993", "-0", "1.7976931348623157e308", "inf", "nan"]
    let values = try read(texts.joined(separator: ",")).cells.elements(as: Double.self)
    for (text, value) in zip(texts, values) {
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test func `missing cells become NaN if asked`() throws {
    let text = "a,b,c\n1,,NA\n\"\", 2 ,3"
    #expect(message(text) == "file, line 2, column 2: the cell is missing.")
    let values = try read(text, missing: .notANumber).cells.elements(as: Double.self)
    #expect(values.map(\.isNaN) == [false, true, true, true, false, false])
  }

  @Test(arguments: [
    ("", "file, byte 0: there are no rows."),
    ("\n\n", "byte 0: there are no rows."),
    ("a,b\n1,2\n3\n", "line 3, column 1: the row has 1 cells, and the first row has 2."),
    ("a,b\n1,2,3\n", "line 2, column 3: the row has 3 cells, and the first row has 2."),
    ("a,b\n1,x\n", "line 2, column 2: `x` is no number."),
    ("a;b\n1;2,5\n", "line 2, column 2: `2,5` is no number."),
    ("\"a\nb\",c\r\n1,\"2\n\"\n3,x", "line 3, column 2: `2\\n` is no number."),
    ("a\n\"1\n\n", "line 2, column 1: the closing quote is missing."),
    ("a\n\"1\"\"", "line 2, column 1: the closing quote is missing."),
    ("a\n\"1\"2\n", "line 2, column 1: text follows the closing quote."),
    ("a\n1\"2\"\n", "line 2, column 1: a quote is inside a cell that does not start with one."),
  ])
  func `what is wrong is named by its place`(_ text: String, _ expected: String) {
    #expect(message(text).hasSuffix(expected), "\(message(text))")
  }

  @Test func `text is UTF-8`() {
    #expect(Format.csv.message([0xFF, 0xFE, 0x31, 0x00]).contains("UTF-16"))
    #expect(
      Format.csv.message([0x61, 0xFF, 0x0A]).contains("line 1, column 1: the text is not UTF-8"))
  }

  @Test func `several columns of one name hold no classes`() {
    #expect(message("k,k\na,b", classes: ["k"]).contains("several columns are called `k`"))
  }

  private func read(
    _ text: String, header: CSVTable.Header = .automatic,
    missing: CSVTable.MissingCells = .refused, classes: Set<String> = []
  ) throws(FileError) -> CSVTable {
    try ByteReader.read(Array(text.utf8), path: "file") { reader throws(FileError) in
      try CSVTable(reader, header: header, missing: missing, classes: classes)
    }
  }

  private func message(_ text: String, classes: Set<String> = []) -> String {
    do throws(FileError) {
      _ = try read(text, classes: classes)
      return "no error"
    } catch {
      return error.description
    }
  }
}
