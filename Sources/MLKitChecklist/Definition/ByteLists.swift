internal import MLKitCore
internal import MLKitYAML

/// Lists, numbers and words of a choice among the bytes of what is kept.
extension ByteWriter {
    mutating func write<Element>(_ elements: [Element], _ element: (inout ByteWriter, Element) -> Void) {
        write(elements.count)
        for one in elements { element(&self, one) }
    }

    mutating func write(_ number: Double) { write(Int(bitPattern: UInt(number.bitPattern))) }
}

extension ByteReader {
    mutating func list<Element>(_ element: (inout ByteReader) throws -> Element) throws -> [Element] {
        let count = try count(ofAtLeast: 4)
        var elements = [Element]()
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    mutating func double() throws -> Double { Double(bitPattern: UInt64(UInt(bitPattern: try int()))) }

    mutating func choice<Value: RawRepresentable<String>>() throws -> Value {
        guard let value = Value(rawValue: try text()) else { throw Malformed() }
        return value
    }

    /// A text of JSON as what a list would have there.
    mutating func node() throws -> Node {
        guard let json = try? JSON(parsing: text()) else { throw Malformed() }
        return Node(json)
    }
}
