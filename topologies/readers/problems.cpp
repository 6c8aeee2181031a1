// Tells the mistakes of a file.
#include "topologies/readers/problems.hpp"

#include "sim/registry/counts.hpp"

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
  registry::sort_by_line(all);
  if (count_ > most_told) {
    all.push_back({file_,
                   0,
                   {},
                   "and " + registry::count_in_words(static_cast<std::uint64_t>(count_ - most_told),
                                                     "more mistake", "more mistakes")});
  }
  throw registry::InputError(std::move(all));
}

}  // namespace rippletank::topologies
