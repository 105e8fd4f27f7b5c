internal import Glibc
internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// A file that is appended to and gives way to another when it is full: `rows.jsonl` becomes `rows.1.jsonl`, that one
/// `rows.2.jsonl`, and the oldest is removed. Only its owner can read it.
///
/// A full disk, or a folder that is gone, loses lines and stops nobody.
public final class RotatingFile: Sendable {
    private struct State {
        var descriptor: Int32
        var size: Int
    }

    private let path: FilePath
    private let limit: Int
    private let count: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - size: bytes of one file; lines that are longer together have one of their own.
    ///   - count: how many files there are, with the one that is written.
    /// - Throws: `Failure` if it cannot be opened.
    public init(_ path: String, size: Int, count: Int) throws {
        self.path = FilePath(path)
        (limit, self.count) = (size, count)
        let descriptor = Self.open(self.path)
        guard descriptor >= 0 else { throw Failure("`\(path)` cannot be written to: \(String(cString: strerror(errno)))") }
        state = Mutex(State(descriptor: descriptor, size: Self.size(descriptor)))
    }

    deinit { state.withLock { _ = close($0.descriptor) } }

    /// Appends whole lines.
    @Sendable public func write(_ lines: [UInt8]) {
        state.withLock { state in
            if state.size > 0, state.size + lines.count > limit { rotate(&state) }
            var rest = lines[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
                guard written > 0 || errno == EINTR else { break }
                if written > 0 { rest = rest.dropFirst(written) }
            }
            state.size += lines.count - rest.count
        }
    }

    private func rotate(_ state: inout State) {
        if count == 1 {
            unlink(path.string)
        } else {
            for number in stride(from: count - 2, through: 1, by: -1) { rename(name(number), name(number + 1)) }
            rename(path.string, name(1))
        }
        let new = Self.open(path)
        // The old one is written to on where there can be no other.
        guard new >= 0 else { return }
        close(state.descriptor)
        state = State(descriptor: new, size: Self.size(new))
    }

    /// `rows.1.jsonl`.
    private func name(_ number: Int) -> String {
        let own = path.lastComponent?.string ?? ""
        let stem = path.stem ?? own
        return path.removingLastComponent().appending(stem + ".\(number)" + (path.extension.map { ".\($0)" } ?? "")).string
    }

    private static func open(_ path: FilePath) -> Int32 {
        Glibc.open(path.string, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
    }

    private static func size(_ descriptor: Int32) -> Int { max(Int(lseek(descriptor, 0, SEEK_END)), 0) }
}
