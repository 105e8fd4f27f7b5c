import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitServing

/// A log that gives way to another when it is full.
struct RotatingFileTests {
    private func written(_ lines: [String], size: Int, count: Int) throws -> [String: String] {
        let scratch = try ScratchDirectory()
        let file = try RotatingFile(scratch.path.appending("rows.jsonl").string, size: size, count: count)
        for line in lines { file.write(Array(line.utf8)) }
        let names = try LocalFileSystem().list(scratch.path)
        return try Dictionary(names.map { ($0, try scratch.read($0)) }) { first, _ in first }
    }

    @Test func aFullFileGivesWayToTheNext() throws {
        let lines = ["11111\n", "22222\n", "33333\n", "44444\n", "55555\n"]
        #expect(try written(lines, size: 12, count: 3)
            == ["rows.jsonl": "55555\n", "rows.1.jsonl": "33333\n44444\n", "rows.2.jsonl": "11111\n22222\n"])
        #expect(try written(lines, size: 11, count: 2) == ["rows.jsonl": "55555\n", "rows.1.jsonl": "44444\n"])
        #expect(try written(lines, size: 5, count: 1) == ["rows.jsonl": "55555\n"])
        #expect(try written(lines, size: 30, count: 3) == ["rows.jsonl": lines.joined()])
    }

    @Test func whatIsThereIsWrittenOn() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("before\n", to: "rows.jsonl")
        try RotatingFile(scratch.path.appending("rows.jsonl").string, size: 20, count: 2).write(Array("after\n".utf8))
        #expect(try scratch.read("rows.jsonl") == "before\nafter\n")
        #expect(throws: Failure.self) { try RotatingFile(scratch.path.string, size: 20, count: 2) }
    }
}
