public import MLKitCore
internal import Synchronization
public import SystemPackage

/// A disk in memory that fails at the n-th change: the bytes of a copy are half there then, as when a disk is full.
public final class FaultyFileSystem: FileSystem {
    public enum Fault: Sendable {
        /// That change, and every one after it, fails.
        case lasting(Errno)
        /// Only that change fails.
        case passing(Errno)
        /// The process dies in the middle of that change: nothing it does afterwards reaches the disk.
        case death
    }

    private struct State {
        var remaining: Int
        public var failed: [String] = []
    }

    public let disk: InMemoryFileSystem
    private let fault: Fault
    private let state: Shared
    private let drafts: FilePath?

    private final class Shared: Sendable {
        let state: Mutex<State>

        init(remaining: Int) { state = Mutex(State(remaining: remaining)) }

        func withLock<Result>(_ body: (inout sending State) -> sending Result) -> Result { state.withLock(body) }
    }

    /// - Parameter count: how many changes succeed.
    public init(_ disk: InMemoryFileSystem, failingAfter count: Int, _ fault: Fault = .lasting(.noSpace)) {
        self.disk = disk
        self.fault = fault
        state = Shared(remaining: count)
        drafts = nil
    }

    private init(_ other: FaultyFileSystem, drafts: FilePath) {
        disk = other.disk
        fault = other.fault
        state = other.state
        self.drafts = drafts
    }

    public func staging(in folder: FilePath) -> any FileSystem { FaultyFileSystem(self, drafts: folder) }

    /// The paths at which a change failed, in order.
    public var failed: [String] { state.withLock { $0.failed } }

    private var isDead: Bool {
        if case .death = fault { !failed.isEmpty } else { false }
    }

    private func change(_ path: FilePath, _ action: String = "write") throws {
        let code: Errno? = state.withLock { state in
            state.remaining -= 1
            guard state.remaining < 0 else { return nil }
            switch fault {
            case .passing where state.remaining < -1: return nil
            case .passing(let code), .lasting(let code):
                state.failed.append(path.string)
                return code
            case .death:
                state.failed.append(path.string)
                return .interrupted
            }
        }
        if let code { throw SystemFailure.failure(action, path, code) }
    }

    private func live() throws {
        if isDead { throw Failure("this process is dead") }
    }

    public func information(at path: FilePath) throws -> FileInformation? {
        try live()
        return try disk.information(at: path)
    }

    public func read(_ path: FilePath) throws -> [UInt8] {
        try live()
        return try disk.read(path)
    }

    public func list(_ path: FilePath) throws -> [String] {
        try live()
        return try disk.list(path)
    }

    /// Needs no room, but is a change before which a process can die.
    public func remove(_ path: FilePath) throws {
        try live()
        if case .death = fault { try change(path, "remove") }
        try disk.remove(path)
    }

    public func makeDirectory(_ path: FilePath) throws {
        try live()
        if try !disk.exists(path) { try change(path, "make the folder") }
        try disk.makeDirectory(path)
    }

    /// Writes a draft and renames it, as the real one does: one who dies leaves a half under another name.
    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try live()
        do {
            try change(path)
        } catch {
            let draft = (drafts ?? path.removingLastComponent()).appending(".\(path.lastComponent?.string ?? "").1.tmp")
            if isDead { try disk.write(Array(bytes.prefix(bytes.count / 2)), to: draft, executable: executable) }
            throw error
        }
        try disk.write(bytes, to: path, executable: executable)
    }

    public func rename(_ source: FilePath, to destination: FilePath) throws {
        try live()
        try change(destination, "move `\(source)` to")
        try disk.rename(source, to: destination)
    }

    public func protect(_ path: FilePath) throws {
        try live()
        try change(path, "protect")
    }

    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        try live()
        let bytes = try disk.read(source)
        do {
            try change(destination)
        } catch {
            try disk.write(Array(bytes.prefix(bytes.count / 2)), to: destination, executable: executable)
            throw error
        }
        try disk.write(bytes, to: destination, executable: executable)
        return ContentHash(of: bytes)
    }
}
