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
          .field("push_bytes", &Parameters::push_bytes, bytes_field(push_description))
          .field("push_patience_s", &Parameters::push_patience_s,
                 {.unit = "s",
                  .range = registry::between(0.001, core::longest_s),
                  .description = push_patience_description})
          .field("downloads", &Parameters::downloads,
                 {.description = "How clients fetch what they have found, if their queries say "
                                 "so."}),
      {{"login_spread_s", 1}, {"server", {{"service_ms", 2}}}});
}

std::vector<std::string> Brokered::message_types() {
  std::vector<std::string> names = Directory::message_types();
  names.insert(names.end(), {"request", "refusal", "push", "give"});
  return names;
}

Brokered::Brokered(const Parameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      firewalls_(set_up.firewalls),
      stays_(set_up.connections.peers()),
      directory_(parameters, set_up),
      fetching_({request, refusal, {}, {push, give, no_source}, piece}, parameters.downloads,
                core::from_seconds(parameters.push_patience_s), traversals, stays_, set_up) {}

measure::MessageSize Brokered::size(const overlay::Letter& letter) const {
  if (letter.type == request) return {parameters_.request_bytes, 0};
  if (letter.type == refusal) return {parameters_.refusal_bytes, 0};
  if (letter.type == push || letter.type == give) return {parameters_.push_bytes, 0};
  return directory_.size(letter);
}

}  // namespace rippletank::protocols
