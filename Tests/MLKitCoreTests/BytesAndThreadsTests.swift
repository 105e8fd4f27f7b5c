import MLKitTestSupport
import Synchronization
import Testing

@testable import MLKitCore

/// Values as bytes, work on threads, and what a process is told and says.
@Suite struct BytesAndThreadsTests {
    @Test func everyValueComesBack() throws {
        var writer = ByteWriter()
        writer.write(Int.min)
        writer.write(Int32.min)
        writer.write("né")
        writer.write(nil as String?)
        writer.write("x" as String?)
        writer.write([UInt8](arrayLiteral: 1, 2))
        writer.append([9])
        var reader = ByteReader([0, 0] + writer.bytes, from: 2)
        #expect(try reader.int() == .min)
        #expect(try reader.int32() == .min)
        #expect(try reader.text() == "né")
        #expect(try reader.optionalText() == nil)
        #expect(try reader.optionalText() == "x")
        #expect(try reader.content() == [1, 2])
        #expect(!reader.isAtEnd)
        #expect(try reader.bytes(count: 1) { Array($0) } == [9])
        #expect(reader.isAtEnd)
        #expect(throws: ByteReader.Malformed.self) { try reader.bytes(count: 1) { Array($0) } }
        #expect(try reader.bytes(count: 0) { Array($0) } == [])
    }

    /// A count may take just what is there.
    @Test(arguments: [(3, 4, true), (3, 5, false), (0, 5, true), (-1, 1, false), (12, 1, true), (13, 1, false)])
    func aCountFitsIntoWhatFollows(count: Int, size: Int, fits: Bool) {
        var writer = ByteWriter()
        writer.write(count)
        var reader = ByteReader(writer.bytes + [UInt8](repeating: 0, count: 12))
        #expect((try? reader.count(ofAtLeast: size)) == (fits ? count : nil))
    }

    @Test func negativeCountsAndPlacesBehindTheEndAreMalformed() {
        var reader = ByteReader([1, 2], from: 5)
        #expect(reader.isAtEnd)
        #expect(throws: ByteReader.Malformed.self) { try reader.bytes(count: -1) { $0.count } }
        #expect(throws: ByteReader.Malformed.self) { try reader.int32() }
    }

    @Test(arguments: [0, 1, 2, 50], [0, 1, 4]) func everyNumberIsWorkedOnOnce(count: Int, threads: Int) throws {
        let seen = Mutex<[Int]>([])
        try Parallel.forEach(count, threads: threads) { number in seen.withLock { $0.append(number) } }
        #expect(seen.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test func theFirstErrorEndsTheWork() {
        let seen = Mutex<[Int]>([])
        #expect {
            try Parallel.forEach(100, threads: 1) { number in
                seen.withLock { $0.append(number) }
                if number == 3 { throw Failure("three") }
            }
        } throws: {
            "\($0)" == "error: three\n"
        }
        #expect(seen.withLock { $0 } == [0, 1, 2, 3])
    }

    @Test func bothOfAPairAreDone() throws {
        let other = Mutex(false)
        var isDone = false
        #expect(try Parallel.pair({ other.withLock { $0 = true } }, { isDone = true }))
        #expect(isDone && other.withLock { $0 })
        #expect(throws: Failure.self) { try Parallel.pair({ throw Failure("other") }, {}) }
    }

    @Test func bothGiveWhatTheyCameTo() throws {
        let (one, other) = try Parallel.both({ 1 }, { "two" })
        #expect(one == 1 && other == "two")
        // Of two errors it is the first that is told, and both were let run to their ends.
        let isDone = Mutex(false)
        #expect {
            try Parallel.both({ throw Failure("one") }) {
                isDone.withLock { $0 = true }
                throw Failure("two")
            }
        } throws: {
            "\($0)" == "error: one\n"
        }
        #expect(isDone.withLock { $0 })
        #expect {
            try Parallel.both({}, { throw Failure("two") })
        } throws: {
            "\($0)" == "error: two\n"
        }
    }

    @Test func theEnvironmentIsReadWhole() async throws {
        let own = EnvironmentVariables.current
        let told = try await Command("env", ["-0"], environment: ["MLKIT_A": "b=c", "MLKIT_EMPTY": ""]).run()
        let lines = Set(told.outputText.split(separator: "\0").map(String.init))
        #expect(lines == Set(own.merging(["MLKIT_A": "b=c", "MLKIT_EMPTY": ""]) { $1 }.map { "\($0)=\($1)" }))
    }

    @Test func aCommandSaysAllThatFits() async throws {
        let result = try await Command("sh", ["-c", "printf 12345; printf no >&2; exit 3"]).run(limit: 5)
        #expect(result.output == Array("12345".utf8))
        #expect(result.errorText == "no")
        #expect(result.status == 3)
        await #expect(throws: Failure.self) { try await Command("printf", ["123456"]).run(limit: 5) }
        #expect(try await Command("sh", ["-c", "kill -9 $$"]).run().status == 137)
    }

    @Test func aHashIsReadInOnePiece() {
        let hash = ContentHash(of: "abc")
        #expect(ContentHash(hash.hex) == hash)
        #expect(ContentHash(raw: hash.bytes) == hash)
        #expect(ContentHash(raw: Array(hash.bytes.dropLast())) == nil)
        #expect(ContentHash(raw: hash.bytes + [0]) == nil)
        #expect(ContentHash(String(hash.hex.dropLast())) == nil)
        #expect(ContentHash(hash.hex + "0") == nil)
        #expect(ContentHash("sha255:" + hash.hex) == nil)
        #expect(ContentHash(hash.hex.uppercased()) == nil)
        #expect(ContentHash("sha256:" + hash.hex.dropLast() + "g") == nil)
        #expect(ContentHash(String(hash.hex.dropLast()) + "/") == nil)
        #expect(ContentHash(String(hash.hex.dropLast()) + ":") == nil)
        #expect(ContentHash(String(hash.hex.dropLast()) + "`") == nil)
    }
}
