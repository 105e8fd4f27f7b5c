internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// How a single file is packed, told by its first bytes and not by its name.
enum Packing: CaseIterable {
    case gzip
    case zstandard
    case bzip2
    case xz

    /// - Parameter first: the first bytes of a file, ten or more if it has as many.
    /// - Returns: `nil` for a file that is as it is.
    init?(_ first: some Collection<UInt8>) {
        guard let found = Self.allCases.first(where: { $0.begins(first) }) else { return nil }
        self = found
    }

    private func begins(_ bytes: some Collection<UInt8>) -> Bool {
        switch self {
        case .gzip: bytes.starts(with: [0x1F, 0x8B])
        case .zstandard:
            bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
                // A frame to pass over, which zstd writes in front where it works in parallel.
                || bytes.first.map { $0 & 0xF0 == 0x50 } == true && bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
        // Behind the size of blocks the first of them begins, or the file ends.
        case .bzip2:
            bytes.starts(with: Array("BZh".utf8)) && bytes.dropFirst(3).first.map { (0x31...0x39).contains($0) } == true
                && (bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
                    || bytes.dropFirst(4).starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]))
        case .xz: bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
        }
    }

    /// - Throws: `Failure` if the library is not installed that it takes.
    func unpacker() throws -> any Unpacker {
        switch self {
        case .gzip: try Inflater(.gzip)
        case .zstandard: try ZstandardUnpacker()
        case .bzip2: try BZip2Unpacker()
        case .xz: try XZUnpacker()
        }
    }

    /// The program that packs so, and unpacks with `-d`.
    var program: String {
        switch self {
        case .gzip: "gzip"
        case .zstandard: "zstd"
        case .bzip2: "bzip2"
        case .xz: "xz"
        }
    }

    /// What names end in.
    var ending: String {
        switch self {
        case .gzip: "gz"
        case .zstandard: "zst"
        case .bzip2: "bz2"
        case .xz: "xz"
        }
    }

    /// What DuckDB calls it; `nil` for what it does not unpack.
    var engineName: String? { self == .gzip || self == .zstandard ? program : nil }

    /// - Throws: `Failure` if it is not installed.
    func library(_ name: String, package: String) throws -> DynamicLibrary {
        do {
            return try DynamicLibrary(FilePath(name))
        } catch {
            throw Failure(
                "the library `\(name)` is not installed, which unpacks what \(program) packed",
                hint: "install the package `\(package)`, or unpack the file first: `\(program) -d`")
        }
    }
}
