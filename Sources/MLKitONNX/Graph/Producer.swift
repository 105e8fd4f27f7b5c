/// What models that mlkit writes say of their origin.
enum Producer {
    static let name = "mlkit"
    static let version = "0.1"
}
