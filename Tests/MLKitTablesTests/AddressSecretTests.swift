import Testing

@testable import MLKitTables

/// Addresses that open what they stand for to whoever reads them.
@Suite struct AddressSecretTests {
    @Test(arguments: [
        ("https://b.s3.amazonaws.com/t.csv?X-Amz-Algorithm=A&X-Amz-Credential=k&X-Amz-Signature=s", "X-Amz-Credential"),
        ("https://a.blob.core.windows.net/c/t.csv?sv=2024&sig=abc", "sig"),
        ("https://storage.googleapis.com/b/t.csv?GoogleAccessId=x&Expires=1&Signature=y", "Signature"),
        ("https://example.org/t.csv?access_token=1", "access_token"), ("https://example.org/t.csv?a=1#token=1", "token"),
    ])
    func whatOpensItIsFound(_ address: String, _ name: String) { #expect(FetchedTable.secret(in: address) == name) }

    @Test(arguments: [
        "https://example.org/t.csv", "https://example.org/t.csv?version=3&format=csv", "s3://bucket/t.csv?token=1",
        "postgresql://me@host/base?sslmode=require",
    ])
    func othersHaveNone(_ address: String) { #expect(FetchedTable.secret(in: address) == nil) }
}
