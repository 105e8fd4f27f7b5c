public import MLKitCore
public import SystemPackage

/// Arrays by name from NumPy's `.npz` and `.npy` files: a zip archive of arrays
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
public struct SampleFile: Sendable {
    /// The arrays by their names; one of an `.npy` file has none.
    public let arrays: [String: Tensor]

    /// - Throws: `Failure` that names the file, and the array where it is one.
    public init(reading path: FilePath, files: some FileSystem) throws {
        try self.init(files.read(path), name: path.string)
    }

    init(_ bytes: [UInt8], name: String) throws {
        if bytes.starts(with: Self.magic) {
            arrays = ["": try Self.array(bytes[...], named: name)]
            return
        }
        guard let members = try Self.members(bytes) else {
            guard !bytes.starts(with: Array("PK".utf8)) else {
                throw Failure(
                    "`\(name)` is damaged: it begins as an .npz file, and its end, which lists the arrays, is not there",
                    hint: "write it anew with `numpy.savez(file, NAME=array)`, or copy it whole")
            }
            throw Failure("`\(name)` is neither an .npz, an .npy nor a Parquet file", hint: "write it with `numpy.savez(file, NAME=array)`")
        }
        var arrays = [String: Tensor]()
        for (member, content) in members {
            let key = member.hasSuffix(".npy") ? String(member.dropLast(4)) : member
            arrays[key] = try Self.array(content[...], named: "\(key)` in `\(name)")
        }
        self.arrays = arrays
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    // MARK: Arrays

    private static func array(_ bytes: ArraySlice<UInt8>, named name: String) throws -> Tensor {
        let bytes = Array(bytes)
        func failure(_ reason: String) -> Failure { Failure("the array `\(name)` cannot be read", notes: [reason]) }
        guard bytes.starts(with: magic), bytes.count > 12 else { throw failure("it is damaged") }
        let isFirst = bytes[6] == 1
        let start = isFirst ? 10 : 12
        let length = (0..<(isFirst ? 2 : 4)).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        guard start + length <= bytes.count else { throw failure("it is damaged") }
        let header = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
        guard let descr = value("descr", header)?.filter({ !"'\" ".contains($0) }), let shape = value("shape", header) else {
            throw failure("its header is `\(header.prefix(80))`")
        }
        guard value("fortran_order", header)?.contains("True") != true else {
            throw failure("it is in Fortran's order; write it with `numpy.ascontiguousarray(array)`")
        }
        let dimensions = shape.filter { !"() ".contains($0) }.split(separator: ",").compactMap { Int($0) }
        guard let count = Tensor.elementCount(of: dimensions) else { throw failure("its shape is \(shape)") }
        let content = bytes[(start + length)...]
        guard let values = values(descr, content, count) else {
            guard values(descr, [], 0) != nil else {
                throw failure("it has elements of type `\(descr)`; write it with `array.astype` as numbers, truth values or texts")
            }
            throw failure("it is cut off: \(plural(content.count, "byte")) do not hold the \(count) elements of its shape")
        }
        return try Tensor(values, shape: dimensions)
    }

    /// What follows `'key':` in the header, a Python dictionary.
    private static func value(_ key: String, _ header: String) -> String? {
        guard let range = header.firstRange(of: "'\(key)':") else { return nil }
        let rest = header[range.upperBound...]
        return String(key == "shape" ? rest.prefix { $0 != ")" } : rest.prefix { $0 != "," })
    }

    private static func values(_ descr: String, _ bytes: ArraySlice<UInt8>, _ count: Int) -> Tensor.Values? {
        let isSwapped = descr.hasPrefix(">")
        func whole<Integer: FixedWidthInteger>(_ zero: Integer) -> [Integer]? {
            elements(bytes, count, zero).map { isSwapped ? $0.map(\.byteSwapped) : $0 }
        }
        return switch descr.dropFirst() {
        case "f4": whole(0 as UInt32).map { .float($0.map { Float(bitPattern: $0) }) }
        case "f8": whole(0 as UInt64).map { .double($0.map { Double(bitPattern: $0) }) }
        case "f2": whole(0 as UInt16).map { .float16($0.map { Float16(bitPattern: $0) }) }
        case "i8": whole(0 as Int64).map { .int64($0) }
        case "i4": whole(0 as Int32).map { .int32($0) }
        case "i2": whole(0 as Int16).map { .int16($0) }
        case "i1": whole(0 as Int8).map { .int8($0) }
        case "u8": whole(0 as UInt64).map { .uint64($0) }
        case "u4": whole(0 as UInt32).map { .uint32($0) }
        case "u2": whole(0 as UInt16).map { .uint16($0) }
        case "u1": whole(0 as UInt8).map { .uint8($0) }
        case "b1": whole(0 as UInt8).map { .bool($0.map { $0 != 0 }) }
        case let text where text.hasPrefix("U"): texts(Int(text.dropFirst()) ?? 0, bytes, count, isSwapped: isSwapped).map { .string($0) }
        default: nil
        }
    }

    private static func elements<Element>(_ bytes: ArraySlice<UInt8>, _ count: Int, _ zero: Element) -> [Element]? {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, bytes.count >= size else { return nil }
        var elements = [Element](repeating: zero, count: count)
        elements.withUnsafeMutableBytes { $0.copyBytes(from: bytes.prefix(size)) }
        return elements
    }

    /// Texts of a fixed width in code points of four bytes: `<U10`.
    private static func texts(_ width: Int, _ bytes: ArraySlice<UInt8>, _ count: Int, isSwapped: Bool) -> [String]? {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        guard width > 0, !overflow, let points = elements(bytes, size, 0 as UInt32).map({ isSwapped ? $0.map(\.byteSwapped) : $0 })
        else { return nil }
        return (0..<count).map { row in
            let scalars = points[(row * width)..<((row + 1) * width)].prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)
            return String(String.UnicodeScalarView(scalars))
        }
    }

    // MARK: Archive

    /// The members of a zip archive, unpacked; `nil` if it is none.
    private static func members(_ bytes: [UInt8]) throws -> [(String, [UInt8])]? {
        do {
            let archive = try ZipArchive(size: bytes.count) { start, count in
                start < bytes.count ? Array(bytes[start...].prefix(count)) : []
            }
            return try archive.map { archive in
                try archive.members.map { ($0.name, try content($0, from: archive.start(of: $0), bytes)) }
            }
        } catch is BrokenPacking {
            return nil
        }
    }

    private static func content(_ member: ZipArchive.Member, from start: Int, _ bytes: [UInt8]) throws -> [UInt8] {
        let damaged = Failure("`\(member.name)` of the archive is damaged")
        guard member.packedSize <= bytes.count - start else { throw damaged }
        let packed = Array(bytes[start...].prefix(member.packedSize))
        guard member.method != 0 else { return packed }
        do {
            var left = member.size
            let content = try Inflater(.none).unpacked(packed) { more in
                left -= more
                if left < 0 { throw damaged }
            }
            guard left == 0 else { throw damaged }
            return content
        } catch is BrokenPacking {
            throw damaged
        }
    }
}
