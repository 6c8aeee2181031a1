// Tells the mistakes of a file.
#include "topologies/readers/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::topologies {
void Problems::add(int line, std::string message) {
  add(line, [&message] { return std::move(message); });
}

void Problems::stop(int line, std::string message) {
  add(line, std::move(message));
  stop_now();
}

void Problems::stop_if_any() const {
  if (count_ > 0) stop_now();
}

void Problems::stop_now() const {
  std::vector<registry::Diagnostic> all = told_;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return static_cast<unsigned>(a.line) - 1 < static_cast<unsigned>(b.line) - 1;
  });
  if (count_ > most_told) {
    all.push_back({file_, 0, {}, fmt::format("and {} more mistakes", count_ - most_told)});
  }
  throw registry::InputError(std::move(all));
}

}  // namespace rippletank::topologies
