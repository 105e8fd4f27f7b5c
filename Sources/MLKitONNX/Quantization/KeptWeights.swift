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
        let isFourBits =
            options.bits == 4 && options.mode == .weights && kind == .product && tensor.shape.count == 2 && tensor.type == .float
            && tensor.channelSize >= FourBitWeights.blockSize
        let perChannel = options.perChannel || kind == .lookup
        self = isFourBits ? .fourBits(FourBitWeights(tensor)) : .bytes(QuantizedWeights(kept: tensor, perChannel: perChannel))
    }
}
