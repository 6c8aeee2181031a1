// Puts the parts of an unstructured network together.
#include "sim/protocols/parts/unstructured.hpp"

namespace rippletank::protocols {
namespace {

void append(std::vector<measure::Figure>& all, std::vector<measure::Figure> more) {
  all.insert(all.end(), more.begin(), more.end());
}

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::vector<std::string> Unstructured::usual_message_types() {
  std::vector<std::string> names = Search::message_types();
  append(names, Pings::message_types());
  append(names, Joining::message_types());
  append(names, Pushes::message_types());
  append(names, {"request", "reply", "refusal"});
  return names;
}

Unstructured::Unstructured(const UnstructuredSettings& settings, const Sizes& sizes,
                           std::uint32_t address_bytes, const overlay::SetUp& set_up)
    : sizes_(sizes),
      address_bytes_(address_bytes),
      content_(set_up.content),
      neighbours_(settings.joining ? overlay::Neighbours(set_up.connections.peers())
                                   : overlay::Neighbours(set_up.connections)),
      search_(settings.search, set_up.content, neighbours_, set_up.connections.peers(),
              set_up.seed),
      pings_(settings.pings, neighbours_, set_up.connections.peers(), set_up.seed),
      pushes_(settings.pushes, neighbours_, set_up.connections.peers(), set_up.seed),
      downloads_(settings.downloads, set_up.uploads, set_up.connections.peers(), piece) {
  if (settings.joining) {
    joining_.emplace(*settings.joining, set_up.connections, neighbours_, set_up.seed);
  }
}

std::vector<measure::Figure> Unstructured::figures() const {
  std::vector<measure::Figure> all;
  if (search_.has_answers()) all = search_.hit_counts().figures();
  if (pushes_.has_firewalls()) append(all, pushes_.counts().figures());
  if (joining_) append(all, joining_->counts().figures());
  return all;
}

}  // namespace rippletank::protocols
