// Lays Markdown out for a terminal: headings, paragraphs, lists, tables and code.
#include <algorithm>
#include <string>
#include <vector>

#include "analysis/labs/page.hpp"
#include "sim/registry/wrap.hpp"

namespace rippletank::labs {
namespace {

using registry::display_columns;

/// Whether a star is one that is meant, with blanks around it.
bool stands_alone(const std::string& text, std::size_t at) {
  return at > 0 && text[at - 1] == ' ' && at + 1 < text.size() && text[at + 1] == ' ';
}

/// Without the signs of emphasis and code, and of links only their words.
std::string spoken(const std::string& text) {
  std::string result;
  bool in_code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_emphasis = text[i] == '*' && !in_code && !stands_alone(text, i);
    if (text[i] == '`') in_code = !in_code;
    if (text[i] == '`' || is_emphasis) continue;
    if (!in_code && text[i] == '[' && text.find("](", i) < text.find(']', i) + 1 &&
        text.find(')', i) != std::string::npos) {
      const auto close = text.find(']', i);
      result += text.substr(i + 1, close - i - 1);
      i = text.find(')', close);
    } else {
      result += text[i];
    }
  }
  return result;
}

/// How far the sign of a list item reaches into its line ("- ", "12. "), 0 if it is none.
std::size_t item_sign(const std::string& line, std::size_t indent) {
  std::size_t at = indent;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  const bool numbered = at > indent && line.compare(at, 2, ". ") == 0;
  if (numbered) return at + 2;
  return line.compare(indent, 2, "- ") == 0 ? indent + 2 : 0;
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  for (auto begin = row.find('|') + 1; begin < row.size();) {
    const auto end = std::min(row.find('|', begin), row.size());
    std::string cell = spoken(row.substr(begin, end - begin));
    cell.erase(0, cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
    cells.push_back(std::move(cell));
    begin = end + 1;
  }
  return cells;
}

/// Rows with as wide columns as they need, the last of which is wrapped.
std::string table_text(const std::vector<std::string>& lines, std::size_t width) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> columns;
  for (const std::string& line : lines) {
    if (line.compare(0, 4, "|---") == 0) continue;
    rows.push_back(cells_of(line));
    columns.resize(std::max(columns.size(), rows.back().size()));
    for (std::size_t i = 0; i < rows.back().size(); ++i) {
      columns[i] = std::max(columns[i], display_columns(rows.back()[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string before = "  ";
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      before += row[i] + std::string(columns[i] - display_columns(row[i]) + 2, ' ');
    }
    const std::size_t indent = display_columns(before);
    std::string last = registry::wrapped(row.empty() ? "" : row.back(), indent, width);
    text += before + last.substr(std::min(indent, last.size()));
  }
  return text;
}

/// Gathers lines that belong together and lays them out when something else begins.
class Layout {
 public:
  explicit Layout(std::size_t width) : width_(width) {}

  void take(const std::string& line) {
    if (line.compare(0, 3, "```") == 0) {
      end_part();
      in_code_ = !in_code_;
    } else if (in_code_) {
      text_ += line.empty() ? "\n" : "  " + line + "\n";
    } else if (line.compare(0, 1, "|") == 0) {
      end_paragraph();
      table_.push_back(line);
    } else {
      take_words(line);
    }
  }

  std::string text() {
    end_part();
    return std::move(text_);
  }

 private:
  void take_words(const std::string& line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t sign = indent == line.size() ? 0 : item_sign(line, indent);
    if (indent == line.size()) {
      end_part();
      if (!text_.empty() &&
          text_.compare(text_.size() - std::min<std::size_t>(2, text_.size()), 2, "\n\n") != 0) {
        text_ += "\n";
      }
    } else if (line.front() == '#') {
      end_part();
      const std::string words = spoken(line.substr(line.find_first_not_of("# ")));
      const char under = line.compare(0, 3, "## ") == 0 ? '-' : '=';
      text_ += words + "\n" + std::string(display_columns(words), under) + "\n";
    } else if (sign > 0) {
      end_part();
      sign_ = line.substr(0, sign);
      paragraph_ = line.substr(sign);
    } else if (paragraph_.empty() && indent >= 4) {
      text_ += line + "\n";  // code, or a drawing
    } else {
      paragraph_ += (paragraph_.empty() ? "" : " ") + line.substr(indent);
    }
  }

  void end_paragraph() {
    if (!paragraph_.empty()) {
      std::string words = registry::wrapped(spoken(paragraph_), sign_.size(), width_);
      text_ += sign_ + words.substr(sign_.size());
    }
    paragraph_.clear();
    sign_.clear();
  }

  void end_part() {
    end_paragraph();
    if (!table_.empty()) text_ += table_text(table_, width_);
    table_.clear();
  }

  std::size_t width_;
  bool in_code_ = false;
  std::string sign_;       ///< of the item that the paragraph is
  std::string paragraph_;  ///< not laid out yet
  std::vector<std::string> table_;
  std::string text_;
};

}  // namespace

std::string terminal_text(const std::string& markdown, std::size_t width) {
  Layout layout(width);
  for (std::size_t begin = 0; begin < markdown.size();) {
    const std::size_t end = std::min(markdown.find('\n', begin), markdown.size());
    layout.take(markdown.substr(begin, end - begin));
    begin = end + 1;
  }
  return layout.text();
}

}  // namespace rippletank::labs
