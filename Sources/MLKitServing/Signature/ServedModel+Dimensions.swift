internal import MLKitONNX

extension ServedModel {
    /// Dimensions of one name, such as the rows `N`, must have one size.
    ///
    /// - Parameter tensors: by the names of inputs.
    func compareDimensions(of tensors: [String: Tensor], _ problems: inout Problems) throws {
        var sizes = [String: (size: Int, owner: String)]()
        for input in engine.inputs {
            guard let tensor = tensors[input.name], let shape = input.shape else { continue }
            for case (.symbolic(let name), let size) in zip(shape, tensor.shape) where !name.isEmpty {
                let first = sizes[name] ?? (size, input.name)
                sizes[name] = first
                if first.size != size {
                    let other = "`\(first.owner)` has \(first.size) for `\(name)`"
                    try problems.add("input `\(input.name)` has shape \(tensor.shape), and \(other)")
                }
            }
        }
    }
}
