internal import MLKitCore
internal import SystemPackage

/// The bytes of a file from its beginning, unpacked where it is gzipped.
final class ByteStream {
    private let file: FileDescriptor
    private let name: String
    /// `nil` for a file that is as it is.
    private var inflater: Inflater?
    /// What was read of the file, and which of it is still to be used.
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var rest = 0..<0
    /// Whether the member of a gzip file that is being read is not at its end.
    private var isOpen = false

    private static let magic: [UInt8] = [0x1F, 0x8B]

    /// - Parameter name: what messages call the file.
    init(_ path: FilePath, name: String) throws {
        self.name = name
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch let code as Errno {
            piece.deallocate()
            throw Failure("cannot read `\(name)`", notes: ["\(code)"])
        }
        try fill()
        guard beginsMember else { return }
        (inflater, isOpen) = (try Inflater(.gzip), true)
    }

    deinit {
        try? file.close()
        piece.deallocate()
    }

    private var beginsMember: Bool { rest.count >= 2 && piece[rest].starts(with: Self.magic) }

    /// Reads up to `count` bytes.
    ///
    /// - Returns: how many; fewer at the end alone.
    /// - Throws: `Failure` for a file that is damaged, or breaks off.
    func read(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) throws -> Int {
        var made = 0
        while made < count {
            let more = try next(UnsafeMutableRawBufferPointer(start: buffer + made, count: count - made))
            guard more > 0 else { break }
            made += more
        }
        return made
    }

    /// The next bytes, as many as come at once; 0 at the end.
    private func next(_ output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let inflater else { return rest.isEmpty ? try read(into: output) : take(output) }
        while isOpen {
            if rest.isEmpty { try fill() }
            do {
                let step = try inflater.step(UnsafeRawBufferPointer(rebasing: piece[rest]), into: output)
                rest = (rest.lowerBound + step.taken)..<rest.upperBound
                if step.isEnd { try endMember(inflater) }
                if step.made > 0 { return step.made }
            } catch let broken as Inflater.Broken {
                throw Failure("`\(name)` is damaged", notes: [broken.reason])
            }
        }
        return 0
    }

    /// What follows may be another member; what is none is left out, as gzip does.
    private func endMember(_ inflater: Inflater) throws {
        if rest.count < 2 { try fill() }
        isOpen = beginsMember
        if isOpen { inflater.restart() }
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
            return try file.read(into: buffer)
        } catch let code as Errno {
            throw Failure("cannot read `\(name)`", notes: ["\(code)"])
        }
    }
}
