extension ProjectSpec {
    /// The path of the model that each stage makes, by the stage's name: what it trains, quantizes or selects.
    public var models: [String: String] {
        let made = stages.compactMap { stage in
            (stage.output("model") ?? stage.output("selected")).map { (stage.name, $0.path) }
        }
        return Dictionary(made) { $1 }
    }
}
