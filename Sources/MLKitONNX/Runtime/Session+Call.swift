internal import MLKitCore

extension Session {
    /// The outputs asked of a session, with all names in the form in which the runtime takes them.
    public final class Call: Sendable {
        /// In the order in which a run returns them.
        public let outputs: [ValueDescription]
        /// What is fed, in the order in which a run takes it.
        let inputs: [ValueDescription]
        let inputNames: CTexts
        let outputNames: CTexts

        init(inputs: [ValueDescription], outputs: [ValueDescription]) {
            (self.inputs, self.outputs) = (inputs, outputs)
            inputNames = CTexts(inputs.map(\.name))
            outputNames = CTexts(outputs.map(\.name))
        }
    }
}
