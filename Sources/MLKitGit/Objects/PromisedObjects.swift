internal import CLibGit2
internal import MLKitCore

/// Objects that a partial clone does not have until they are needed (git's documentation, partial-clone), as a store that
/// libgit2 asks last (git2/sys/odb_backend.h): the `git` program fetches them from where the clone came from.
final class PromisedObjects {
    private let git: GitCommand
    private let misses: FetchMisses

    /// Below the priorities of libgit2's own stores.
    private static let priority: Int32 = -1000

    init(_ git: GitCommand, _ misses: FetchMisses) {
        self.git = git
        self.misses = misses
    }

    /// Hands the store to a database, which owns it from then on.
    func join(_ database: OpaquePointer) throws {
        let backend = UnsafeMutablePointer<mlkit_object_backend>.allocate(capacity: 1)
        backend.initialize(to: mlkit_object_backend())
        backend.pointee.owner = Unmanaged.passRetained(self).toOpaque()
        try backend.withMemoryRebound(to: git_odb_backend.self, capacity: 1) { base in
            git_odb_init_backend(base, UInt32(GIT_ODB_BACKEND_VERSION))
            Self.fill(&base.pointee)
            let code = git_odb_add_backend(database, base, Self.priority)
            if code < 0 { base.pointee.free(base) }
            try check(code, "read a partial clone")
        }
    }

    private static func fill(_ backend: inout git_odb_backend) {
        backend.exists = { backend, id in PromisedObjects.object(backend, id) == nil ? 0 : 1 }
        // What is about to be written need not be fetched.
        backend.freshen = { _, _ in GIT_ENOTFOUND.rawValue }
        backend.read_header = { size, kind, backend, id in
            guard let object = PromisedObjects.object(backend, id) else { return GIT_ENOTFOUND.rawValue }
            size?.pointee = object.content.count
            kind?.pointee = object.kind
            return 0
        }
        backend.read = { data, size, kind, backend, id in
            guard let object = PromisedObjects.object(backend, id) else { return GIT_ENOTFOUND.rawValue }
            guard object.copy(to: data, size, kind, backend) else { return GIT_ERROR.rawValue }
            return 0
        }
        backend.free = { backend in
            backend?.withMemoryRebound(to: mlkit_object_backend.self, capacity: 1) { pointer in
                pointer.pointee.owner.map { Unmanaged<PromisedObjects>.fromOpaque($0).release() }
                pointer.deallocate()
            }
        }
    }

    private static func object(
        _ backend: UnsafeMutablePointer<git_odb_backend>?, _ id: UnsafePointer<git_oid>?
    ) -> HeldObjects.Object? {
        guard let id else { return nil }
        let owner = backend?.withMemoryRebound(to: mlkit_object_backend.self, capacity: 1) { pointer in
            pointer.pointee.owner.map { Unmanaged<PromisedObjects>.fromOpaque($0).takeUnretainedValue() }
        }
        guard let store = owner ?? nil else { return nil }
        let found = store.fetch(ObjectID(id.pointee))
        if found == nil { store.misses.count += 1 }
        return found
    }

    /// `nil` if nobody has it, or the network is away.
    private func fetch(_ id: ObjectID) -> HeldObjects.Object? {
        guard let result = try? git.run(["cat-file", "--batch"], input: Array("\(id.hex)\n".utf8)) else { return nil }
        guard result.status == 0, let end = result.output.firstIndex(of: 0x0A) else {
            misses.last = (id, GitCommand.words(of: result))
            return nil
        }
        // `<id> <kind> <size>`, a line, and the content.
        let parts = String(decoding: result.output[..<end], as: UTF8.self).split(separator: " ")
        guard parts.count == 3, let size = Int(parts[2]), result.output.count >= end + 1 + size else { return nil }
        let kind = git_object_string2type(String(parts[1]))
        return HeldObjects.Object(kind: kind, content: Array(result.output[(end + 1)..<(end + 1 + size)]))
    }
}

/// What a partial clone could not fetch when it was needed.
final class FetchMisses {
    /// The last one, and git's words on it.
    var last: (id: ObjectID, words: [String])?
    /// How many times something could not be fetched.
    var count = 0
}

extension Repository {
    /// Runs a call of libgit2 that acquires an object, and may have to read what a partial clone left out.
    ///
    /// - Throws: `Failure`; if something could not be fetched, it says so.
    func acquireObject(_ operation: String, _ make: (inout OpaquePointer?) -> Int32) throws -> OpaquePointer {
        misses.last = nil
        var pointer: OpaquePointer?
        let code = make(&pointer)
        if code >= 0, let pointer { return pointer }
        guard let miss = misses.last else {
            let failure = GitLibrary.failure(code, operation)
            throw code == GIT_ENOTFOUND.rawValue ? self.failure(ofMissing: operation) ?? failure : failure
        }
        throw Failure(
            "git cannot fetch \(miss.id.short), which this partial clone left out",
            notes: miss.words, hint: "see whether `git fetch` works here")
    }
}
