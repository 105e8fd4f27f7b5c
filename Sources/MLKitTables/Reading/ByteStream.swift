internal import MLKitCore
internal import SystemPackage

/// The bytes of a file from its beginning, unpacked where it is packed, or those of one member of a zip archive.
final class ByteStream {
    private let file: FileDescriptor
    private let name: String
    private var packing: Packing?
    /// `nil` for bytes that are as they are.
    private var unpacker: (any Unpacker)?
    private var check: MemberCheck?
    /// What was read of the file, and which of it is still to be used.
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var rest = 0..<0
    /// How many bytes of the file are still to be read.
    private var left = Int.max
    /// Whether the part that is being unpacked is not at its end; a file may have several, each packed by itself.
    private var isOpen = false

    /// The most bytes by which the beginning of a packed file is told.
    private static let magicSize = 10

    /// - Parameters:
    ///   - name: what messages call the file.
    ///   - member: of an archive what is read of it.
    init(_ path: FilePath, name: String, member: ArchiveMember? = nil) throws {
        self.name = name
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch let code as Errno {
            piece.deallocate()
            throw Failure("cannot read `\(name)`", notes: ["\(code)"])
        }
        if let member {
            (left, check) = (member.entry.packedSize, MemberCheck(member.entry))
            do { try file.seek(offset: Int64(member.start), from: .start) } catch let code as Errno { throw unreadable(code) }
            unpacker = try member.unpacker(of: name)
        } else {
            try fill()
            packing = Packing(piece[rest])
            unpacker = try packing?.unpacker()
        }
        isOpen = unpacker != nil
    }

    deinit {
        try? file.close()
        piece.deallocate()
    }

    /// Reads up to `count` bytes.
    ///
    /// - Returns: how many; fewer at the end alone.
    /// - Throws: `Failure` for a file that is damaged, or breaks off.
    func read(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) throws -> Int {
        var made = 0
        while made < count {
            let more = try checked(UnsafeMutableRawBufferPointer(start: buffer + made, count: count - made))
            guard more > 0 else { break }
            made += more
        }
        return made
    }

    /// The next bytes, as many as come at once; 0 at the end.
    private func checked(_ output: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            let made = try next(output)
            if made > 0 { check?.add(UnsafeRawBufferPointer(rebasing: output[..<made])) } else { try check?.finish() }
            return made
        } catch let broken as BrokenPacking {
            throw Failure("`\(name)` is damaged", notes: [broken.reason])
        }
    }

    private func next(_ output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let unpacker else { return rest.isEmpty ? try read(into: output) : take(output) }
        while isOpen {
            if rest.isEmpty { try fill() }
            let step = try unpacker.step(UnsafeRawBufferPointer(rebasing: piece[rest]), into: output)
            rest = (rest.lowerBound + step.taken)..<rest.upperBound
            if step.isEnd { try endPart(unpacker) }
            if step.made > 0 { return step.made }
        }
        return 0
    }

    /// What follows may have been packed by itself; what was not is left out, as gzip and bzip2 do.
    private func endPart(_ unpacker: any Unpacker) throws {
        if rest.count < Self.magicSize { try fill() }
        isOpen = packing.map { Packing(piece[rest]) == $0 } ?? false
        if isOpen { try unpacker.restart() }
        if packing == .zstandard, !isOpen, !rest.isEmpty { throw BrokenPacking(reason: "what stands at its end is not packed") }
    }

    private func take(_ output: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(output.count, rest.count)
        output.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[rest.prefix(count)]))
        rest = rest.dropFirst(count)
        return count
    }

    /// Reads more of the file behind what is there, which is short.
    private func fill() throws {
        let kept = rest.count
        piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[rest]))
        rest = 0..<(kept + (try read(into: UnsafeMutableRawBufferPointer(rebasing: piece[kept...]))))
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, left)]))
            left -= count
            return count
        } catch let code as Errno {
            throw unreadable(code)
        }
    }

    private func unreadable(_ code: Errno) -> Failure { Failure("cannot read `\(name)`", notes: ["\(code)"]) }
}
