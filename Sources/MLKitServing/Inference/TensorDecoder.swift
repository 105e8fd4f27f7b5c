internal import MLKitCore
internal import MLKitONNX

/// Reads one entry of an inference request's `inputs` for one input of the model.
struct TensorDecoder {
    let input: ValueDescription

    /// - Returns: the tensor in the model's type and shape, or `nil` after adding to `problems`.
    func decode(_ json: JSON, _ problems: inout Problems) -> Tensor? {
        guard let taken = input.type else { return refuse("is of a type this server cannot take", &problems) }
        guard let declared = datatype(json, &problems), let shape = shape(json, &problems) else { return nil }
        let check = ElementCheck(declared: declared, taken: taken)
        guard check.isPossible else {
            let types = (declared.rawValue, Datatype(taken).rawValue)
            return refuse("has datatype \(types.0), and the model takes \(types.1)", &problems)
        }
        guard let elements = elements(json, shape, &problems), hold(elements, to: check, &problems) else { return nil }
        guard let fitted = fit(shape) else {
            return refuse("has shape \(shape), and the model takes \(input.wireShape)", &problems)
        }
        return try? Tensor(Tensor.Values(elements, as: taken), shape: fitted)
    }

    private func datatype(_ json: JSON, _ problems: inout Problems) -> Datatype? {
        guard let name = json["datatype"]?.string else {
            return refuse("needs a `datatype`, such as \"\(input.wireType)\"", &problems)
        }
        guard let type = Datatype(rawValue: name) else {
            let known = Datatype.allCases.map(\.rawValue)
            let hint = Suggestion.hint(for: name, among: known) ?? ""
            return refuse("has the unknown datatype `\(name)`; \(hint)", &problems)
        }
        return type
    }

    private func shape(_ json: JSON, _ problems: inout Problems) -> [Int]? {
        let dimensions = json["shape"]?.array?.map(\.int)
        guard let dimensions, !dimensions.isEmpty else {
            return refuse("needs a `shape`: a list of whole numbers", &problems)
        }
        let shape = dimensions.compactMap { $0 }
        guard shape.count == dimensions.count, shape.allSatisfy({ $0 > 0 }) else {
            return refuse("has a `shape` that is not all whole numbers above 0", &problems)
        }
        return shape
    }

    /// The elements in row-major order, from a flat list or from lists nested as the shape says.
    private func elements(_ json: JSON, _ shape: [Int], _ problems: inout Problems) -> [JSON]? {
        guard let data = json["data"]?.array else { return refuse("needs `data`: a list", &problems) }
        var elements = data
        if shape.count > 1, case .array = data.first {
            guard let nested = flatten(data, shape[...]) else {
                return refuse("has `data` whose lists are not nested as its shape \(shape) says", &problems)
            }
            elements = nested
        }
        guard elements.count == Self.count(of: shape) else {
            let held = plural(elements.count, "element")
            return refuse("has shape \(shape), and its `data` has \(held)", &problems)
        }
        return elements
    }

    private func flatten(_ data: [JSON], _ shape: ArraySlice<Int>) -> [JSON]? {
        guard data.count == shape.first else { return nil }
        if shape.count == 1 { return data }
        var elements = [JSON]()
        for row in data {
            guard let row = row.array, let inner = flatten(row, shape.dropFirst()) else { return nil }
            elements += inner
        }
        return elements
    }

    private func hold(_ elements: [JSON], to check: ElementCheck, _ problems: inout Problems) -> Bool {
        let before = problems.count
        for (index, element) in elements.enumerated() {
            guard let expected = check.expectation(for: element) else { continue }
            problems.add("input `\(input.name)`, element \(index + 1): expected \(expected), got \(element.shown)")
        }
        return problems.count == before
    }

    /// The shape as the model takes it: `[N]` stands for `[N, 1]`.
    private func fit(_ shape: [Int]) -> [Int]? {
        guard let dimensions = input.shape else { return shape }
        var shape = shape
        if shape.count + 1 == dimensions.count, dimensions.last == .fixed(1) { shape.append(1) }
        guard shape.count == dimensions.count else { return nil }
        for (count, dimension) in zip(shape, dimensions) {
            if case .fixed(let expected) = dimension, expected != count { return nil }
        }
        return shape
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

    private func refuse<Value>(_ reason: String, _ problems: inout Problems) -> Value? {
        problems.add("input `\(input.name)` \(reason)")
        return nil
    }
}
