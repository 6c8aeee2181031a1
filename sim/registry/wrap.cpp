// Wraps text.
#include "sim/registry/wrap.hpp"

#include <algorithm>

namespace rippletank::registry {

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::string line(indent, ' ');
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (line.size() > indent && line.size() + 1 + (end - begin) > width) {
      lines += line + "\n";
      line.assign(indent, ' ');
    }
    if (line.size() > indent) line += ' ';
    line += text.substr(begin, end - begin);
    begin = end + 1;
  }
  return lines + line + "\n";
}

}  // namespace rippletank::registry
