internal import MLKitONNX

extension Tensor {
    /// Writes the elements as lists nested as the shape is.
    func writeNested(to output: inout JSONOutput) {
        guard shape.count > 1 else {
            if shape.isEmpty { return writeElement(at: 0, to: &output) }
            return write(to: &output)
        }
        var place = 0
        writeNested(shape[...], &place, to: &output)
    }

    /// How many lists there are in a tensor without elements, as the three of shape [2, 0]; 0 for any other, and 2^40 for more.
    var emptyLists: Int {
        guard count == 0 else { return 0 }
        var (lists, most) = (1, 1)
        for length in shape.prefix(while: { $0 > 0 }) {
            most = min(most, 1 << 30) * min(length, 1 << 30)
            lists = min(lists, 1 << 60) + min(most, 1 << 60)
        }
        return min(lists, 1 << 40)
    }

    /// Writes one row, the elements at one place of the first dimension.
    func writeNested(row: Int, to output: inout JSONOutput) {
        let rest = shape.dropFirst()
        var place = row * rest.reduce(1, *)
        writeNested(rest, &place, to: &output)
    }

    private func writeNested(_ shape: ArraySlice<Int>, _ place: inout Int, to output: inout JSONOutput) {
        guard let length = shape.first else {
            writeElement(at: place, to: &output)
            place += 1
            return
        }
        output.list(0..<length) { output, _ in writeNested(shape.dropFirst(), &place, to: &output) }
    }

    private func writeElement(at place: Int, to output: inout JSONOutput) {
        switch values {
        case .float(let values): output.put(Double(values[place]))
        case .double(let values): output.put(values[place])
        case .int64(let values): output.put(Int(values[place]))
        case .int32(let values): output.put(Int(values[place]))
        case .float16(let values): output.put(Double(values[place]))
        case .bfloat16(let values): output.put(Double(values[place].float))
        case .int16(let values): output.put(Int(values[place]))
        case .int8(let values): output.put(Int(values[place]))
        case .uint64(let values): output.put(values[place])
        case .uint32(let values): output.put(Int(values[place]))
        case .uint16(let values): output.put(Int(values[place]))
        case .uint8(let values): output.put(Int(values[place]))
        case .bool(let values): output.put(values[place])
        case .string(let values): output.put(text: values[place])
        }
    }
}
