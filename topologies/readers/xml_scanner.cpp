// Scans XML without recursion and without ever expanding a declared entity.
#include "topologies/readers/xml_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace rippletank::topologies {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Bytes of which names are made; beyond ASCII all are taken, as nearly all are allowed.
bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == ':' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_name(char c) {
  return is_name_byte(c) && c != '-' && c != '.' && !(c >= '0' && c <= '9');
}

bool is_blank_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_space);
}

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Characters that a document may contain (XML 1.0, production 2).
bool is_xml_character(std::uint32_t code) {
  if (code < 0x20) return code == 0x9 || code == 0xa || code == 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) ||
         (code >= 0x10000 && code <= 0x10ffff);
}

void append_utf8(std::uint32_t code, std::string& target) {
  const auto add = [&](std::uint32_t byte) { target += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | (code >> 6));
    add(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    add(0xe0 | (code >> 12));
    add(0x80 | ((code >> 6) & 0x3f));
    add(0x80 | (code & 0x3f));
  } else {
    add(0xf0 | (code >> 18));
    add(0x80 | ((code >> 12) & 0x3f));
    add(0x80 | ((code >> 6) & 0x3f));
    add(0x80 | (code & 0x3f));
  }
}

/// The code of `#233` or `#xe9`, 0 when it is none.
std::uint32_t code_of(std::string_view reference) {
  reference.remove_prefix(1);
  const bool is_hex = !reference.empty() && reference.front() == 'x';
  if (is_hex) reference.remove_prefix(1);
  std::uint32_t code = 0;
  const char* const end = reference.data() + reference.size();
  const auto [stop, error] = std::from_chars(reference.data(), end, code, is_hex ? 16 : 10);
  return error == std::errc{} && stop == end && is_xml_character(code) ? code : 0;
}

int count_lines(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// The value of encoding="…" in <?xml … ?>, or UTF-8.
std::string_view declared_encoding(std::string_view document) {
  constexpr std::string_view otherwise = "UTF-8";
  if (document.substr(0, 5) != "<?xml") return otherwise;
  const std::string_view declaration = document.substr(0, document.find("?>"));
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return otherwise;
  const std::size_t open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return otherwise;
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return otherwise;
  return declaration.substr(open + 1, close - open - 1);
}

}  // namespace

std::string shown(std::string_view name) {
  const std::string quoted = in_quotes(name);
  return quoted.substr(1, quoted.size() - 2);
}

XmlScanner::XmlScanner(std::string_view text, Problems& problems)
    : problems_(problems), rest_(text) {}

void XmlScanner::stop(std::string message) { problems_.stop(here_, std::move(message)); }

bool XmlScanner::begins(std::string_view sign) const {
  return rest_.substr(0, sign.size()) == sign;
}

void XmlScanner::take(std::size_t count) {
  here_ += count_lines(rest_.substr(0, count));
  rest_.remove_prefix(count);
}

/// Takes all up to and including the sign; returns what stood before it.
std::string_view XmlScanner::take_past(std::string_view sign, std::string_view what) {
  const std::size_t length = rest_.find(sign);
  if (length == std::string_view::npos) {
    stop(fmt::format("expected {} to end in \"{}\", got the end of the file", what, sign));
  }
  const std::string_view before = rest_.substr(0, length);
  take(length + sign.size());
  return before;
}

void XmlScanner::take_spaces() {
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_space);
  take(static_cast<std::size_t>(end - rest_.begin()));
}

std::string_view XmlScanner::take_name() {
  if (rest_.empty() || !begins_name(rest_.front())) {
    stop(fmt::format("expected a name, got {}", in_quotes(rest_.substr(0, 12))));
  }
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_byte);
  const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(name.size());
  return name;
}

XmlScanner::Kind XmlScanner::next() {
  attributes_.clear();
  if (closes_) {
    closes_ = false;
    open_.pop_back();
    return Kind::end;
  }
  while (true) {
    line_ = here_;
    if (take_text()) return Kind::text;
    if (rest_.empty()) break;
    line_ = here_;
    if (skip_markup()) continue;
    return begins("</") ? take_end() : take_start();
  }
  if (!open_.empty()) {
    stop(fmt::format("expected </{}>, got the end of the file; is it cut short?",
                     shown(open_.back())));
  }
  if (!had_root_) stop("expected an XML document, got no element");
  return Kind::finish;
}

void XmlScanner::skip_element() {
  const std::size_t outside = open_.size() - 1;
  while (open_.size() > outside) next();
}

const std::string* XmlScanner::attribute(std::string_view name) const {
  for (const Attribute& attribute : attributes_) {
    if (attribute.name == name) return &attribute.value;
  }
  return nullptr;
}

/// Skips a comment, processing instruction or document type at the front; false if none is there.
bool XmlScanner::skip_markup() {
  if (begins("<!--")) {
    take(4);
    take_past("-->", "a comment");
  } else if (begins("<?")) {
    take_past("?>", "a processing instruction");
  } else if (begins("<!DOCTYPE") && !had_root_) {
    skip_document_type();
  } else {
    return false;
  }
  return true;
}

/// Skips `<!DOCTYPE … [ … ] >`, in which signs in quotes and comments do not count.
void XmlScanner::skip_document_type() {
  int brackets = 0;
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == '"' || c == '\'') {
      take(1);
      take_past(std::string_view(&c, 1), "a quotation in <!DOCTYPE");
      continue;
    }
    if (begins("<!--")) {
      take_past("-->", "a comment");
      continue;
    }
    take(1);
    if (c == '[') ++brackets;
    if (c == ']') --brackets;
    if (c == '>' && brackets <= 0) return;
  }
  stop("expected <!DOCTYPE to end in \">\", got the end of the file");
}

XmlScanner::Kind XmlScanner::take_start() {
  take(1);
  const std::string_view written = take_name();
  if (open_.empty() && had_root_) {
    stop(fmt::format("expected nothing after the document, got <{}>", shown(written)));
  }
  if (open_.size() == deepest) {
    stop(fmt::format("expected at most {} elements inside each other, got more", deepest));
  }
  name_ = without_prefix(written);
  had_root_ = true;
  open_.push_back(written);
  while (true) {
    const std::size_t before = rest_.size();
    take_spaces();
    if (begins(">")) {
      take(1);
      return Kind::start;
    }
    if (begins("/>")) {
      take(2);
      closes_ = true;
      return Kind::start;
    }
    if (rest_.empty()) {
      stop(fmt::format("expected <{} to end in \">\", got the end", shown(written)));
    }
    if (rest_.size() == before) {
      stop(fmt::format("expected a blank or \">\" in <{}, got {}", shown(written),
                       in_quotes(rest_.substr(0, 12))));
    }
    take_attribute();
  }
}

void XmlScanner::take_attribute() {
  Attribute attribute;
  attribute.name = take_name();
  if (this->attribute(attribute.name) != nullptr) {
    stop(fmt::format("expected the attribute {} once, got it again", shown(attribute.name)));
  }
  take_spaces();
  if (!begins("=")) stop(fmt::format("expected {}=\"…\"", shown(attribute.name)));
  take(1);
  take_spaces();
  if (!begins("\"") && !begins("'")) {
    stop(fmt::format("expected {}=\"…\", got {}", shown(attribute.name),
                     in_quotes(rest_.substr(0, 12))));
  }
  const char quote = rest_.front();
  take(1);
  const std::size_t length = rest_.find(quote);
  if (length == std::string_view::npos) {
    stop(fmt::format("expected the value of {} to end in a quote", shown(attribute.name)));
  }
  const std::string_view raw = rest_.substr(0, length);
  if (raw.find('<') != std::string_view::npos) {
    stop(fmt::format("expected &lt; in the value of {}, got <", shown(attribute.name)));
  }
  append_decoded(raw, attribute.value);
  take(length + 1);
  attributes_.push_back(std::move(attribute));
}

XmlScanner::Kind XmlScanner::take_end() {
  take(2);
  const std::string_view written = take_name();
  take_spaces();
  if (!begins(">")) stop(fmt::format("expected </{}>", shown(written)));
  take(1);
  if (open_.empty() || open_.back() != written) {
    const std::string expected =
        open_.empty() ? "nothing after the document" : fmt::format("</{}>", shown(open_.back()));
    stop(fmt::format("expected {}, got </{}>", expected, shown(written)));
  }
  open_.pop_back();
  name_ = without_prefix(written);
  return Kind::end;
}

/// Takes the text and CDATA at the front; false when it is blank.
bool XmlScanner::take_text() {
  text_.clear();
  while (!rest_.empty()) {
    if (begins("<![CDATA[")) {
      if (open_.empty()) stop("expected an element, got <![CDATA[");
      take(9);
      text_ += take_past("]]>", "<![CDATA[");
      continue;
    }
    if (rest_.front() == '<') break;
    const std::string_view raw = rest_.substr(0, rest_.find('<'));
    if (open_.empty() && !is_blank_text(raw)) {
      take_spaces();
      stop(fmt::format("expected XML, got {}", in_quotes(rest_)));
    }
    append_decoded(raw, text_);
    take(raw.size());
  }
  return !is_blank_text(text_);
}

/// Appends the text at the front, its references replaced by what they stand for.
void XmlScanner::append_decoded(std::string_view raw, std::string& target) {
  std::size_t at = 0;
  while (at < raw.size()) {
    const std::size_t ampersand = std::min(raw.find('&', at), raw.size());
    target += raw.substr(at, ampersand - at);
    if (ampersand == raw.size()) return;
    const std::size_t end = raw.find(';', ampersand);
    if (end == std::string_view::npos) {
      take(ampersand);
      stop("expected &amp; for an ampersand, got &");
    }
    const std::string_view reference = raw.substr(ampersand + 1, end - ampersand - 1);
    if (!append_reference(reference, target)) {
      take(ampersand);
      stop(
          fmt::format("expected &amp; &lt; &gt; &quot; &apos; or a character by number, got {}; "
                      "entities that a document declares are not used",
                      in_quotes(fmt::format("&{};", reference))));
    }
    at = end + 1;
  }
}

/// False when nothing is known by that reference.
bool XmlScanner::append_reference(std::string_view reference, std::string& target) {
  struct Predefined {
    std::string_view name;
    char character;
  };
  constexpr Predefined predefined[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const Predefined& known : predefined) {
    if (reference != known.name) continue;
    target += known.character;
    return true;
  }
  const std::uint32_t code =
      !reference.empty() && reference.front() == '#' ? code_of(reference) : 0;
  if (code == 0) return false;
  append_utf8(code, target);
  return true;
}

std::string to_utf8(std::string_view document, Problems& problems) {
  if (document.substr(0, byte_order_mark.size()) == byte_order_mark) {
    document.remove_prefix(byte_order_mark.size());
  }
  const auto control = std::find_if(document.begin(), document.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_space(c);
  });
  if (control != document.end()) {
    const auto at = static_cast<std::size_t>(control - document.begin());
    problems.stop(1 + count_lines(document.substr(0, at)),
                  fmt::format("expected XML, got the control character {}",
                              in_quotes(document.substr(at, 1))));
  }
  const std::string_view encoding = declared_encoding(document);
  if (same_ignoring_case(encoding, "ISO-8859-1") || same_ignoring_case(encoding, "latin1")) {
    std::string converted;
    converted.reserve(document.size());
    for (const char c : document) append_utf8(static_cast<unsigned char>(c), converted);
    return converted;
  }
  if (!same_ignoring_case(encoding, "UTF-8") && !same_ignoring_case(encoding, "US-ASCII") &&
      !same_ignoring_case(encoding, "ASCII")) {
    problems.stop(1, fmt::format("expected the encoding UTF-8, US-ASCII or ISO-8859-1, got {}; "
                                 "save the file as UTF-8",
                                 in_quotes(encoding)));
  }
  const std::size_t wrong = find_not_utf8(document);
  if (wrong != std::string_view::npos) {
    problems.stop(
        1 + count_lines(document.substr(0, wrong)),
        fmt::format("expected UTF-8 as declared, got {}", in_quotes(document.substr(wrong, 1))));
  }
  return std::string(document);
}

}  // namespace rippletank::topologies
