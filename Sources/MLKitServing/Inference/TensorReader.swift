internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// Reads one entry of an inference request's `inputs` for one input of the model, from JSON or from bytes.
struct TensorReader {
    private let input: ValueDescription
    private let rule: FieldRule
    private let rowLimit: Int
    private let cancellation: Cancellation
    private var declared = Datatype.bytes
    private var buffer: ElementBuffer
    private var count = 0

    init(_ input: ValueDescription, _ rule: FieldRule, rowLimit: Int, _ cancellation: Cancellation) {
        self.input = input
        self.rule = rule
        self.rowLimit = rowLimit
        self.cancellation = cancellation
        buffer = ElementBuffer(rule.type)
    }

    /// - Returns: the tensor in the model's type and shape, or `nil` after adding to `problems`.
    mutating func read(
        _ entry: InferenceEntry, _ scanner: JSONScanner, _ binary: ArraySlice<UInt8>?, _ problems: inout Problems
    ) throws -> Tensor? {
        if let problem = entry.problem { return try refuse(problem, &problems) }
        guard let declared = try datatype(entry, &problems), let shape = try shape(entry, &problems) else { return nil }
        self.declared = declared
        guard isPossible(declared) else {
            return try refuse("has datatype \(declared.rawValue), and the model takes \(Datatype(rule.type).rawValue)", &problems)
        }
        guard let fitted = input.fit(shape) else {
            return try refuse("has shape \(shape), and the model takes \(input.wireShape)", &problems)
        }
        if case .symbolic? = input.shape?.first, fitted[0] > rowLimit { throw TableReader.tooMany(rowLimit) }
        let before = problems.messages.count
        if let binary {
            if entry.data != nil { return try refuse("has both `data` and `binary_data_size`", &problems) }
            try take(binary, shape, &problems)
        } else {
            guard let data = entry.data else { return try refuse("needs `data`: a list", &problems) }
            var scanner = JSONScanner(scanner, at: data)
            try takeElements(&scanner, shape, &problems)
        }
        return problems.messages.count == before ? try buffer.tensor(shape: fitted) : nil
    }

    /// Whether values of that datatype may be ones that the input takes. A column takes texts also where the model takes
    /// numbers, as they stand in the table.
    private func isPossible(_ declared: Datatype) -> Bool {
        switch declared {
        case .bytes: rule.type == .string || rule.column?.cleaning != nil
        case .bool: rule.type != .string || rule.column?.kind == .boolean
        default: rule.type != .string
        }
    }

    private func datatype(_ entry: InferenceEntry, _ problems: inout Problems) throws -> Datatype? {
        guard let name = entry.datatype else { return try refuse("needs a `datatype`, such as \"\(input.wireType)\"", &problems) }
        guard let type = Datatype(rawValue: name) else {
            let hint = name.hint(among: Datatype.allCases.map(\.rawValue))
            return try refuse("has the unknown datatype `\(name.excerpt)`\(hint)", &problems)
        }
        return type
    }

    private func shape(_ entry: InferenceEntry, _ problems: inout Problems) throws -> [Int]? {
        guard let dimensions = entry.shape?.array?.map(\.int) else {
            return try refuse("needs a `shape`: a list of whole numbers", &problems)
        }
        let shape = dimensions.compactMap { $0 }
        guard shape.count == dimensions.count, shape.allSatisfy({ $0 >= 0 }), shape.count <= 16 else {
            return try refuse("has a `shape` that is not a list of whole numbers from 0", &problems)
        }
        return shape
    }

    // MARK: JSON

    /// Takes the elements in row-major order, from a flat list or from lists nested as the shape says.
    private mutating func takeElements(_ scanner: inout JSONScanner, _ shape: [Int], _ problems: inout Problems) throws {
        let isNested = shape.count > 1 && scanner.isListOfLists
        if isNested {
            guard try takeNested(&scanner, shape[...], &problems) else {
                return try problems.add("input `\(rule.name)` has `data` whose lists are not nested as its shape \(shape) says")
            }
        } else {
            let expected = Self.count(of: shape)
            try scanner.elements { scanner in
                guard let expected, count < expected else {
                    _ = try scanner.skip()
                    return count += 1
                }
                try take(try scanner.element(), &problems)
            }
            if count != expected { try refuseCount(shape, &problems) }
        }
    }

    private func refuseCount(_ shape: [Int], _ problems: inout Problems) throws {
        try problems.add("input `\(rule.name)` has shape \(shape), and its `data` has \(plural(count, "element"))")
    }

    private mutating func takeNested(
        _ scanner: inout JSONScanner, _ shape: ArraySlice<Int>, _ problems: inout Problems
    ) throws -> Bool {
        var length = 0
        var isSound = true
        try scanner.elements { scanner in
            length += 1
            guard isSound, length <= shape[shape.startIndex] else {
                _ = try scanner.skip()
                return isSound = false
            }
            if shape.count == 1 {
                try take(try scanner.element(), &problems)
            } else if try scanner.kind() == .list {
                isSound = try takeNested(&scanner, shape.dropFirst(), &problems)
            } else {
                _ = try scanner.skip()
                isSound = false
            }
        }
        return isSound && length == shape[shape.startIndex]
    }

    private mutating func take(_ element: Element, _ problems: inout Problems) throws {
        count += 1
        if count % 4096 == 0 { try cancellation.check() }
        let problem: String?
        if isDeclared(element) {
            problem = rule.append(converted(element), to: &buffer)
        } else {
            buffer.appendNothing()
            problem = "expected \(declared.rawValue), got \(element.shown)"
        }
        if let problem { try problems.add("input `\(rule.name)`, element \(count): \(problem)") }
    }

    /// Whether an element is one of the datatype that the request declares.
    private func isDeclared(_ element: Element) -> Bool {
        switch element {
        case .missing: true
        case .text: declared == .bytes
        case .truth: declared == .bool
        case .number(let number): declared != .bytes && declared.holds(number)
        case .nested: false
        }
    }

    /// BOOL is taken as 0 and 1 where the model takes numbers.
    private func converted(_ element: Element) -> Element {
        guard declared == .bool, rule.column?.kind != .boolean || rule.type != .string else {
            if case .number(let number) = element, declared == .bool { return .truth(number.double != 0) }
            return element
        }
        if case .truth(let truth) = element { return .number(.whole(truth ? 1 : 0)) }
        return element
    }

    // MARK: Bytes

    private mutating func take(_ binary: ArraySlice<UInt8>, _ shape: [Int], _ problems: inout Problems) throws {
        guard let expected = Self.count(of: shape) else { return try refuseCount(shape, &problems) }
        var elements = BinaryElements(binary, declared)
        guard elements.canHold(expected) else {
            return try problems.add("input `\(rule.name)` has shape \(shape), and \(plural(binary.count, "byte")) of \(declared.rawValue)")
        }
        for _ in 0..<expected {
            guard let element = elements.next() else {
                return try problems.add("input `\(rule.name)`, element \(count + 1): \(elements.problem)")
            }
            try take(element, &problems)
        }
        if !elements.isAtEnd { try problems.add("input `\(rule.name)` has more bytes than its shape \(shape) says") }
    }

    private static func count(of shape: [Int]) -> Int? {
        var count = 1
        for dimension in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            if overflow { return nil }
            count = product
        }
        return count
    }

    private func refuse<Value>(_ reason: String, _ problems: inout Problems) throws -> Value? {
        try problems.add("input `\(rule.name)` \(reason)")
        return nil
    }
}
