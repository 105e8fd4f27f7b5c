internal import CLibGit2

/// Objects of git in memory, as a store that libgit2 writes to and reads from (git2/sys/odb_backend.h).
final class HeldObjects {
    struct Object {
        let kind: git_object_t
        let content: [UInt8]
    }

    private(set) var objects: [ObjectID: Object] = [:]

    /// Hands the store to a database, which owns it from then on.
    ///
    /// - Parameter priority: among the stores of the database; the highest is asked first.
    func join(_ database: OpaquePointer, priority: Int32) throws {
        let backend = UnsafeMutablePointer<mlkit_object_backend>.allocate(capacity: 1)
        backend.initialize(to: mlkit_object_backend())
        backend.pointee.owner = Unmanaged.passRetained(self).toOpaque()
        try backend.withMemoryRebound(to: git_odb_backend.self, capacity: 1) { base in
            git_odb_init_backend(base, UInt32(GIT_ODB_BACKEND_VERSION))
            Self.fill(&base.pointee)
            let code = git_odb_add_backend(database, base, priority)
            if code < 0 { base.pointee.free(base) }
            try check(code, "hold objects in memory")
        }
    }

    private static func fill(_ backend: inout git_odb_backend) {
        backend.exists = { backend, id in HeldObjects.at(backend)?.object(id) == nil ? 0 : 1 }
        backend.write = { backend, id, data, size, kind in
            guard let held = HeldObjects.at(backend), let id else { return GIT_ERROR.rawValue }
            let content = Array(UnsafeRawBufferPointer(start: data, count: size))
            held.objects[ObjectID(id.pointee)] = Object(kind: kind, content: content)
            return 0
        }
        backend.read_header = { size, kind, backend, id in
            guard let object = HeldObjects.at(backend)?.object(id) else { return GIT_ENOTFOUND.rawValue }
            size?.pointee = object.content.count
            kind?.pointee = object.kind
            return 0
        }
        backend.read = { data, size, kind, backend, id in
            guard let object = HeldObjects.at(backend)?.object(id) else { return GIT_ENOTFOUND.rawValue }
            guard object.copy(to: data, size, kind, backend) else { return GIT_ERROR.rawValue }
            return 0
        }
        backend.free = { backend in
            backend?.withMemoryRebound(to: mlkit_object_backend.self, capacity: 1) { pointer in
                pointer.pointee.owner.map { Unmanaged<HeldObjects>.fromOpaque($0).release() }
                pointer.deallocate()
            }
        }
    }

    private func object(_ id: UnsafePointer<git_oid>?) -> Object? {
        id.flatMap { objects[ObjectID($0.pointee)] }
    }

    private static func at(_ backend: UnsafeMutablePointer<git_odb_backend>?) -> HeldObjects? {
        backend?.withMemoryRebound(to: mlkit_object_backend.self, capacity: 1) { pointer in
            pointer.pointee.owner.map { Unmanaged<HeldObjects>.fromOpaque($0).takeUnretainedValue() }
        }
    }
}

extension HeldObjects.Object {
    /// Hands the object to libgit2, which frees the copy; `false` if there is no memory.
    func copy(
        to data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
        _ kind: UnsafeMutablePointer<git_object_t>?, _ backend: UnsafeMutablePointer<git_odb_backend>?
    ) -> Bool {
        guard let copy = git_odb_backend_data_alloc(backend, max(content.count, 1)) else { return false }
        content.withUnsafeBytes { bytes in
            bytes.baseAddress.map { copy.copyMemory(from: $0, byteCount: bytes.count) }
        }
        data?.pointee = copy
        size?.pointee = content.count
        kind?.pointee = self.kind
        return true
    }
}
