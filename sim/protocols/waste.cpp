// Describes WASTE.
#include "sim/protocols/waste.hpp"

namespace rippletank::protocols {
namespace {

const char* what_never_ends(const waste::Parameters& parameters) {
  if (parameters.ping_s > 0) return "ping_s";
  if (parameters.key_s > 0) return "key_s";
  return parameters.saturate ? "saturate" : "";
}

}  // namespace

registry::Entry Waste::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "waste",
      "Friends in an encrypted mesh pass on searches and files, so that those behind firewalls "
      "reach each other too.",
      "WASTE (Nullsoft, 2003), from the source code of 1.5 (eiginn/waste) and 1.0b, whose files "
      "are named below",
      Parameters::section(), {{"join_spread_s", 1}, {"ping_s", 0}, {"key_s", 0}});
  entry.endless = [](const void* parameters) {
    return what_never_ends(*static_cast<const Parameters*>(parameters));
  };
  return entry;
}

}  // namespace rippletank::protocols
