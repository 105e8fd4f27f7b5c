import Glibc
import Testing

@testable import MLKitCore

/// What goes into processes and comes out of them lies in files that nobody sees.
@Suite struct UnnamedFileTests {
    @Test func itHasNoName() throws {
        let file = try UnnamedFile()
        var status = stat()
        #expect(fstat(file.descriptor, &status) == 0 && status.st_nlink == 0)
    }

    /// A process that is started beside does not hold it open.
    @Test func itIsClosedInOtherPrograms() throws {
        let file = try UnnamedFile()
        #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test(arguments: [0, 3, 4]) func aFileUpToTwiceTheLimitIsWhole(size: Int) throws {
        let file = try UnnamedFile()
        try file.fill([UInt8](repeating: 0x61, count: size))
        #expect(try file.ends(2) == [UInt8](repeating: 0x61, count: size))
    }

    @Test func aLongerOneHasABeginningAndAnEnd() throws {
        let file = try UnnamedFile()
        try file.fill(Array("abcde".utf8))
        #expect(try String(decoding: file.ends(2), as: UTF8.self) == "ab\nde")
        #expect(try String(decoding: file.content(), as: UTF8.self) == "abcde")
    }
}
