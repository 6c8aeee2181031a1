// Describes the brokered architecture.
#include "sim/protocols/brokered.hpp"

namespace rippletank::protocols {

registry::Entry Brokered::entry() {
  return registry::describe<Parameters>(
      "brokered",
      "Clients tell a server what they hold; it answers their searches, and what they fetch "
      "passes it by.",
      "McKeeth, A Guide to Peer-2-Peer (2003): brokered networks; sizes are round numbers",
      with_directory(registry::Table<Parameters>{})
          .field("downloads", &Parameters::downloads,
                 {.description = "How clients fetch what they have found, if their queries say "
                                 "so."}),
      {{"login_spread_s", 1}, {"server", {{"service_ms", 2}}}});
}

std::vector<std::string> Brokered::message_types() {
  std::vector<std::string> names = Directory::message_types();
  names.insert(names.end(), {"request", "refusal"});
  return names;
}

Brokered::Brokered(const Parameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      directory_(parameters, set_up),
      downloads_(parameters.downloads, set_up.uploads, set_up.connections.peers(), piece) {}

measure::MessageSize Brokered::size(const overlay::Letter& letter) const {
  if (letter.type == request) return {parameters_.request_bytes, 0};
  if (letter.type == refusal) return {parameters_.refusal_bytes, 0};
  return directory_.size(letter);
}

}  // namespace rippletank::protocols
