/// What an opening brace begins.
enum JinjaTag {
    case variable
    case block
    case comment
}
