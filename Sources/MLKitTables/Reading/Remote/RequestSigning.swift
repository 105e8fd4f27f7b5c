internal import MLKitCore

/// Signs requests to S3, by "AWS Signature Version 4". A signature holds for one request and a quarter of an hour; the key that
/// it is made with goes nowhere.
struct RequestSigning {
    struct Key {
        var identifier: String
        var secret: String
        /// Of a key that is lent for some time.
        var token: String?
    }

    let key: Key
    let region: String
    /// `20130524T000000Z`.
    let time: String
    var service = "s3"

    /// SHA-256 of a body without bytes.
    static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The headers that a GET request needs beside `Host`.
    ///
    /// - Parameters:
    ///   - path: escaped, from its first slash on.
    ///   - more: headers that are signed too, their names in small letters.
    func headers(host: String, path: String, more: [(name: String, value: String)] = []) -> [(name: String, value: String)] {
        var own = [("x-amz-content-sha256", Self.emptyHash), ("x-amz-date", time)] + more.map { ($0.name, $0.value) }
        if let token = key.token { own.append(("x-amz-security-token", token)) }
        let signed = ([("host", host)] + own).sorted { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let request = "GET\n\(path)\n\n" + signed.map { "\($0.0):\($0.1)\n" }.joined() + "\n\(names)\n\(Self.emptyHash)"
        let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(ContentHash(of: request).hex)"
        let signature = KeyedHash.hexadecimal(KeyedHash.code(Array(text.utf8), key: signingKey))
        let authorization = "AWS4-HMAC-SHA256 Credential=\(key.identifier)/\(scope),SignedHeaders=\(names),Signature=\(signature)"
        return [("authorization", authorization)] + own.map { (name: $0.0, value: $0.1) }
    }

    private var signingKey: [UInt8] {
        [String(time.prefix(8)), region, service, "aws4_request"].reduce(Array("AWS4\(key.secret)".utf8)) {
            KeyedHash.code(Array($1.utf8), key: $0)
        }
    }
}
