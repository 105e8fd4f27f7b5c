internal import MLKitONNX

extension Tensor {
    /// Writes the elements as lists nested as the shape is.
    func writeNested(to output: inout JSONOutput) {
        guard shape.count > 1, count > 0 else {
            if shape.isEmpty { return writeElement(at: 0, to: &output) }
            return write(to: &output)
        }
        var place = 0
        writeNested(shape[...], &place, to: &output)
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
