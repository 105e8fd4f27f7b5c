internal import Glibc
public import SystemPackage

extension LocalFileSystem {
    /// What a folder holds, sorted by name. Most disks tell the kind along with the name, so that a large tree is
    /// walked without asking for every file.
    public func entries(_ path: FilePath) throws -> [DirectoryEntry] {
        guard let directory = opendir(path.string) else { throw SystemFailure.failure("list", path) }
        defer { closedir(directory) }
        var entries = [DirectoryEntry]()
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let told = Self.kind(ofType: Int(entry.pointee.d_type))
            let kind = try told ?? self.kind(at: path.appending(name))
            if let kind { entries.append(DirectoryEntry(name: name, kind: kind)) }
        }
        return entries.sorted { ByteText($0.name) < ByteText($1.name) }
    }

    /// Files are asked for by their names in the open folder, so that the way there is not gone for each.
    public func contents(_ path: FilePath) throws -> [(name: String, information: FileInformation?, isLink: Bool)] {
        guard let directory = opendir(path.string) else { throw SystemFailure.failure("list", path) }
        defer { closedir(directory) }
        let folder = dirfd(directory)
        var contents = [(name: String, information: FileInformation?, isLink: Bool)]()
        while let entry = readdir(directory) {
            let type = entry.pointee.d_type
            try withUnsafePointer(to: &entry.pointee.d_name) {
                try $0.withMemoryRebound(to: CChar.self, capacity: 256) { bytes in
                    guard let name = String(validatingCString: bytes) else {
                        throw Self.unreadableName(String(cString: bytes), in: path)
                    }
                    guard name != ".", name != ".." else { return }
                    var status = stat()
                    let isThere = fstatat(folder, bytes, &status, 0) == 0
                    guard isThere || errno == ENOENT || errno == ENOTDIR else {
                        throw SystemFailure.failure("examine", path.appending(name))
                    }
                    let information = isThere ? FileInformation(status) : nil
                    contents.append((name, information, Self.isLink(bytes, type: Int(type), in: folder)))
                }
            }
        }
        return contents.sorted { ByteText($0.name) < ByteText($1.name) }
    }

    /// Whether a name in an open folder is a link. Few disks do not tell along with the name.
    private static func isLink(_ name: UnsafePointer<CChar>, type: Int, in folder: Int32) -> Bool {
        guard type == Int(DT_UNKNOWN) else { return type == Int(DT_LNK) }
        var status = stat()
        return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// That a name is none that can be written down in a file of text.
    static func unreadableName(_ name: String, in folder: FilePath) -> Failure {
        Failure("the name `\(name)` in `\(folder)` is not UTF-8", hint: "rename the file: its name is part of what is recorded")
    }

    public func information(in folder: FilePath, of names: [UnsafeRawBufferPointer]) throws -> [FileInformation?] {
        let descriptor = open(folder.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw SystemFailure.failure("examine", folder) }
            return names.map { _ in nil }
        }
        defer { close(descriptor) }
        return try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NAME_MAX) + 1) { name in
            try names.map { bytes -> FileInformation? in
                guard bytes.count <= NAME_MAX else { return nil }
                for (index, byte) in bytes.enumerated() { name[index] = CChar(bitPattern: byte) }
                name[bytes.count] = 0
                var status = stat()
                guard let start = name.baseAddress else { return nil }
                if fstatat(descriptor, start, &status, 0) == 0 { return FileInformation(status) }
                if errno == ENOENT || errno == ENOTDIR { return nil }
                throw SystemFailure.failure("examine", folder.appending(String(decoding: bytes, as: UTF8.self)))
            }
        }
    }

    /// What stands at a path itself, a link being a link; `nil` for nothing.
    public func kind(at path: FilePath) throws -> DirectoryEntry.Kind? {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemFailure.failure("examine", path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        case S_IFLNK: return .link
        default: return .other
        }
    }

    private static func kind(ofType type: Int) -> DirectoryEntry.Kind? {
        switch type {
        case Int(DT_REG): .file
        case Int(DT_DIR): .directory
        case Int(DT_LNK): .link
        case Int(DT_UNKNOWN): nil
        default: .other
        }
    }
}
