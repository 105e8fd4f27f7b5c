import MLKitChecklist
import MLKitTestSupport
import Testing

/// Lines of the kinds that the scans took for secrets or data about people in Python's standard library and in well-known packages,
/// and beside them what they still have to find.
@Suite struct RealCodeScanTests {
    private func outcome(_ probe: String, _ path: String, _ text: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: [path: text.replacing("~", with: "") + "\n"]).verdict("\(probe): none")
    }

    @Test(arguments: [
        ("a.py", "capabilities = 'LOGINDISABLED AUTH=CRAM-MD5'"), ("a.py", "self.auth = 'SCRAM-SHA-256-PLUS'"),
        ("a.py", "ENCRYPTION_KEY = \"aes-256-gcm\""), ("a.py", "serverAuth = \"1.3.6.1.5.5.7.3.1\""),
        ("a.py", "(('http', 'user/name', 'password', 'localhost:22'))"), ("a.py", "('password', 'www.python.org:080')"),
        ("a.py", "urlopen(\"http://evil:thing99@example.com\")"), ("a.md", "https://svc:k3yRin9xQ2@api.example/x"),
        ("a.json", "\"SecretArn\": \"arn:aws:secretsmanager:us-west-2:111122223333:secret:mySecret1-a1B2c3\""),
        ("a.json", "\"encryptionKey\": \"arn:aws:kms:us-west-2:111122223333:key/a1b2c3d4-5678-90ab-cdef-B22222222222\""),
        ("a.json", "\"nextForwardToken\": \"f/31961209122447488583055879464742346735121166569214640130\""),
        ("a.md", "aws acm request-certificate --idempotency-token 91adc45q"), ("a.md", "    --starting-token abCDeFGhiJKlmnOPqrSTuvwxYZ1a"),
        ("a.py", "'github://org:repo99@sha/precip/catalog.yml'"), ("a.py", "'smb://myuser:mypassword@myserver.com/'"),
        ("a.py", "<assemblyIdentity name=\"x\" publicKeyToken=\"1fc8b3b9a1e18e3b\">"),
        ("a.md", "[![codecov](https://codecov.io/gh/a/b/graph/badge.svg?token=SPQ3G9T78Z)](https://codecov.io/gh/a/b)"),
        ("a.py", "account_key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='"),
        ("a.py", "names = {'ACErrorCode', 'ALClientToken', 'AVAudio3DPoint', 'SharedPassword', 'MTL4Buffer'}"),
        ("a.py", "run(\"x = 1; pw = format(Piecewise((1, Eq(x, 0)), (0, True)))\")"),
        ("a.cc", "std::unique_ptr<SampleToken> tokens[kNumTokens1];"),
    ])
    func whatOnlySoundsSecretIsNone(path: String, text: String) async throws {
        let found = try await outcome("secrets", path, text)
        #expect(found.passes, "\(text): \(found.message)")
    }

    @Test(arguments: [
        ("a.py", "auth = 'CRAM-x9Kd02mf~PqaaMD5'"), ("a.py", "api_key = \"1.3.x9Kd02mf~Pqaa7.3.1\""),
        ("a.py", "password = 'x9Kd~02mfPq:abc'"),
        ("a.py", "url = \"http://svc:x9Kd~02mfPq@example.com.internal.net/\""), ("a.json", "\"secret\": \"x9Kd02mf~Pqaax9Kd02mfPqaa\""),
        ("a.py", "('password', 'x9Kd02mf~Pqaa')"), ("a.py", "s = '<password>x9Kd02mf~Pqaa</password>'"),
        ("a.md", "https://host/api?token=x9Kd02mf~Pqaax9Kd02mf"), ("a.json", "\"refreshToken\": \"x9Kd02mf~Pqaax9Kd02mfPqaa\""),
    ])
    func whatIsBesideItIsFound(path: String, text: String) async throws {
        let found = try await outcome("secrets", path, text)
        #expect(found.outcome == .failed, "\(text): \(found.message)")
    }

    @Test(arguments: [
        ("a.py", ">>> quantize(Decimal('+35236450.6'), Decimal('1e-2'))"), ("a.txt", "basx061 toSci \"+345678.5432\""),
        ("a.py", "self.assertEqual(t, \"01 02 03 000004\")"), ("a.py", "'01  012 0123    01234'"),
        ("a.txt", "--   IBM UK, PO Box 31, Birmingham Road, Warwick CV34 5JL, UK"),
        ("a.txt", "Acme Inc., 160 Saratoga Avenue, Santa Clara, CA 95051"),
        ("a.txt", "<142480216486.20800.16526388040877946887@mail.acme-mail.org>"),
    ])
    func whatOnlyLooksLikeSomebodysIsNone(path: String, text: String) async throws {
        let found = try await outcome("personal_data", path, text)
        #expect(found.passes, "\(text): \(found.message)")
    }

    @Test(arguments: [
        ("a.txt", "+1.20255501~43"), ("a.txt", "Rufen Sie 06 01 02~ 03 04"),
        ("a.txt", "Jane Doe, 160 Saratoga~ Avenue, Santa Clara, CA 95051"),
        ("a.txt", "Write to 12345.jane~@acme-mail.org"),
    ])
    func whatIsSomebodysIsFound(path: String, text: String) async throws {
        let found = try await outcome("personal_data", path, text)
        #expect(found.outcome == .failed, "\(text): \(found.message)")
    }
}
