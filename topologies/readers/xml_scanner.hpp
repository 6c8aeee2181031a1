// XmlScanner: the elements and texts of an XML document, one after the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/readers/problems.hpp"

namespace rippletank::topologies {

/// A strict, non-validating XML 1.0 reader of our own. The libraries at hand either build a tree
/// by recursion, so that a deeply nested file overflows the stack, or forget the line on which an
/// element stands, without which no mistake in the content can be shown.
///
///     while (xml.next() != XmlScanner::Kind::finish) …
///
/// Shape:   an element comes as start, …, finish of it as end, also when it closes itself; texts
///          between tags (CDATA included) come as text unless they are blank; comments and
///          processing instructions do not come.
/// Errors:  InputError at the first place where the text is no XML. A document type is skipped:
///          entities that it declares are unknown, so that none can expand.
/// Source:  W3C, Extensible Markup Language (XML) 1.0, fifth edition.
class XmlScanner {
 public:
  enum class Kind { start, end, text, finish };

  static constexpr std::size_t deepest = 100;

  /// The text must outlive the scanner. `text` is UTF-8; see to_utf8().
  XmlScanner(std::string_view text, Problems& problems);

  Kind next();
  /// Goes to the end of the element that has just started.
  void skip_element();

  /// Name of the element that starts or ends, without a namespace prefix.
  std::string_view name() const { return name_; }
  /// An attribute of the element that has just started, by its name as written; null if absent.
  const std::string* attribute(std::string_view name) const;
  /// The text; valid until the next call of next().
  const std::string& text() const { return text_; }
  /// The line on which the tag or text began.
  int line() const { return line_; }

 private:
  struct Attribute {
    std::string_view name;
    std::string value;
  };

  [[noreturn]] void stop(std::string message);
  bool begins(std::string_view sign) const;
  void take(std::size_t count);
  std::string_view take_past(std::string_view sign, std::string_view what);
  void take_spaces();
  std::string_view take_name();
  bool skip_markup();
  void skip_document_type();
  Kind take_start();
  void take_attribute();
  Kind take_end();
  bool take_text();
  void append_decoded(std::string_view raw, std::string& target);
  bool append_reference(std::string_view reference, std::string& target);

  Problems& problems_;
  std::string_view rest_;
  std::vector<std::string_view> open_;  ///< names as written, prefix included
  std::vector<Attribute> attributes_;
  std::string_view name_;
  std::string text_;
  int line_ = 1;         ///< of what next() returned
  int here_ = 1;         ///< of the front of rest_
  bool closes_ = false;  ///< the start that was returned is also an end
  bool had_root_ = false;
};

/// A name of an element or attribute as a message shows it: cut when it is long, always UTF-8.
std::string shown(std::string_view name);

/// The document in UTF-8, from the encoding that it declares: UTF-8, US-ASCII or ISO-8859-1.
///
/// Errors:  InputError for another encoding, or for bytes that are not UTF-8 although declared.
std::string to_utf8(std::string_view document, Problems& problems);

}  // namespace rippletank::topologies
