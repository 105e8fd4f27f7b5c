internal import MLKitCore

/// The constant operand of a node: what a model's file is full of.
struct WeightTensor {
    let values: [Float]
    let shape: [Int]
    /// The dimension that counts output channels, each of which may have a scale of its own.
    let channelAxis: Int
    /// What the values are in the model: `float`, or the halves `float16` and `bfloat16`.
    let type: ElementType
    /// In which order a kernel multiplies the elements of a channel.
    let order: Order

    enum Order {
        /// As they stand.
        case row
        /// Of a convolution [M, C, ...]: position by position, at each all C inputs.
        case position
    }

    /// - Throws: `Failure` whose message is the reason why it cannot be quantized.
    init(_ tensor: Tensor, channelAxis: Int, order: Order = .row) throws {
        guard let reals = Self.floats(tensor) else { throw Failure("its weights are \(tensor.type.rawValue), not float") }
        guard tensor.shape.indices.contains(channelAxis) else { throw Failure("its weights have no dimension \(channelAxis)") }
        guard !reals.isEmpty else { throw Failure("its weights are empty") }
        guard reals.allSatisfy(\.isFinite) else { throw Failure("its weights are not all finite") }
        values = reals
        shape = tensor.shape
        self.channelAxis = channelAxis
        type = tensor.type
        self.order = order
    }

    private static func floats(_ tensor: Tensor) -> [Float]? {
        switch tensor.values {
        case .float(let values): values
        case .float16(let values): values.map { Float($0) }
        case .bfloat16(let values): values.map(\.float)
        default: nil
        }
    }

    var channelCount: Int { shape[channelAxis] }
    /// How many elements each channel has.
    var channelSize: Int { values.count / channelCount }
    /// How many elements of a channel stand side by side.
    private var run: Int { shape[(channelAxis + 1)...].reduce(1, *) }

    /// The channel to which the element at a place of `values` belongs.
    func channel(ofElement place: Int) -> Int { place / run % channelCount }

    /// The elements of a channel, in the order in which a kernel multiplies them.
    func elements(of channel: Int) -> [Float] {
        let run = run
        guard order == .position, channelAxis == 0, shape.count > 2 else {
            if run == 1 { return stride(from: channel, to: values.count, by: channelCount).map { values[$0] } }
            return stride(from: channel * run, to: values.count, by: channelCount * run).flatMap { values[$0..<($0 + run)] }
        }
        let (start, depth) = (channel * run, shape[1])
        let positions = run / max(depth, 1)
        return (0..<run).map { step in values[start + step % depth * positions + step / depth] }
    }

    /// Whether bytes with their scales, zero points and node are smaller.
    var gains: Bool { values.count * 3 > channelCount * 5 + 80 }

    /// All values times a number.
    func scaled(by factor: Float) throws -> WeightTensor {
        guard factor != 1 else { return self }
        let scaled = values.map { $0 * factor }
        guard scaled.allSatisfy(\.isFinite) else { throw Failure("its weights times its `alpha` are not all finite") }
        return WeightTensor(scaled, like: self)
    }

    private init(_ values: [Float], like other: WeightTensor) {
        self.values = values
        (shape, channelAxis, type, order) = (other.shape, other.channelAxis, other.type, other.order)
    }
}
