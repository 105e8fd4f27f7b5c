internal import MLKitCore

extension ValueDescription {
    /// - Throws: `Failure` that names the input if the tensor cannot be fed to it.
    func check(_ tensor: Tensor) throws {
        guard tensor.type == type, accepts(tensor.shape) else {
            throw Failure("the input `\(name)` must be \(self), not \(tensor.type.rawValue) \(tensor.shape)")
        }
    }

    /// Whether a tensor of this shape can be fed, or the model does not say.
    func accepts(_ counts: [Int]) -> Bool {
        guard let shape else { return true }
        guard shape.count == counts.count else { return false }
        for (dimension, count) in zip(shape, counts) {
            if case .fixed(let expected) = dimension, expected != count { return false }
        }
        return true
    }
}
