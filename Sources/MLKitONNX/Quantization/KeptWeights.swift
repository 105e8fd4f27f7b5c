/// Weights that are kept in fewer bits and multiplied as floats: as what.
enum KeptWeights {
    case bytes(QuantizedWeights)
    case fourBits(FourBitWeights)
    /// They are so few that nothing is gained.
    case floats

    init(_ tensor: WeightTensor, of kind: WeightedNode.Kind, _ options: Quantizer.Options) {
        guard tensor.gains else {
            self = .floats
            return
        }
        let isFourBits = options.wantsFourBits && Self.reasonForBytes(tensor, of: kind) == nil
        let perChannel = options.perChannel || kind == .lookup
        self = isFourBits ? .fourBits(FourBitWeights(tensor)) : .bytes(QuantizedWeights(kept: tensor, perChannel: perChannel))
    }

    /// Why weights are kept as bytes where four bits are asked for; `nil` if they need not be.
    static func reasonForBytes(_ tensor: WeightTensor, of kind: WeightedNode.Kind) -> String? {
        let size = FourBitWeights.blockSize
        if tensor.shared != nil { return "something else uses its weights in another way, and bytes for both take less room" }
        return switch kind {
        case .lookup: "it looks rows up, and four bits are for what is multiplied"
        case .convolution, .transposedConvolution: "it is a convolution, and four bits are for matrix products"
        case .equation: "it is an equation of its own, and four bits are for matrix products"
        case .layer: "it is a layer of its own, and four bits are for matrix products"
        case .leadingProduct: "its weights come first, and four bits are for those that come second"
        case .product where tensor.shape.count != 2: "its weights are a stack of matrices, and four bits are for one"
        case .product where tensor.type != .float: "its weights are \(tensor.type.rawValue), and four bits are made of floats of 32 bits"
        case .product where tensor.channelSize < size:
            "its weights have \(tensor.channelSize) in a column, and four bits go by blocks of \(size)"
        case .product: nil
        }
    }
}
