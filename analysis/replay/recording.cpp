// Records runs as they are played.
#include "analysis/replay/recording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/underlay/physical.hpp"

namespace rippletank::replay {
namespace {

/// Every device from host to host, hubs and taps included; empty without a way.
std::vector<std::uint32_t> devices_between(underlay::PhysicalWires& wires, core::PeerId from,
                                           core::PeerId to) {
  underlay::DeviceId at = wires.host_of(from);
  const underlay::DeviceId destination = wires.host_of(to);
  if (!wires.routes().reaches(at, destination)) return {};
  std::vector<std::uint32_t> passed{at};
  while (at != destination) {
    const underlay::Cable& cable = wires.graph().cables[wires.routes().hop(at, destination).cable];
    at = cable.from == at ? cable.to : cable.from;
    passed.push_back(at);
  }
  return passed;
}

std::uint32_t as_32_bits(std::uint64_t number) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, 0xffffffffU));
}

std::uint16_t as_16_bits(std::uint32_t number) {
  return static_cast<std::uint16_t>(std::min(number, 0xffffU));
}

}  // namespace

void Recorder::watch(run::Watch& watch) {
  watch.trace = [this](const run::Network& network, const measure::TraceEvent& event) {
    note(network, event);
  };
  watch.presence = [this](const overlay::PresenceChange& change) {
    if (recording_.cut_at) return;
    if (recording_.presence.size() == most_presence) {
      recording_.cut_at = change.time;
      return;
    }
    recording_.presence.push_back(change);
  };
}

Recorder::Key Recorder::key_of(const measure::TraceEvent& event) {
  return {event.from, event.to, event.query.value_or(no_number), type_of(event.type),
          as_16_bits(event.hops)};
}

void Recorder::note(const run::Network& network, const measure::TraceEvent& event) {
  switch (event.kind) {
    case measure::TraceKind::query:
      recording_.askings.push_back({event.time, event.to, event.query.value_or(no_number)});
      break;
    case measure::TraceKind::send:
      send(network, event);
      break;
    case measure::TraceKind::deliver:
      end(event, Fate::delivered);
      break;
    case measure::TraceKind::duplicate:
      end(event, Fate::duplicate);
      break;
    case measure::TraceKind::drop:
      end(event, Fate::dropped);
      break;
    case measure::TraceKind::reach:
      settle(event, Fate::reached);
      break;
    case measure::TraceKind::repeated:
      settle(event, Fate::duplicate);
      break;
  }
}

void Recorder::send(const run::Network& network, const measure::TraceEvent& event) {
  if (recording_.cut_at) return;
  if (recording_.messages.size() == most_messages_) {
    recording_.cut_at = event.time;
    return;
  }
  Message message;
  message.sent = event.time;
  message.from = event.from;
  message.to = event.to;
  message.query = event.query.value_or(no_number);
  message.way = way_of(network, event.from, event.to);
  message.bytes = as_32_bits(event.bytes);
  message.messages = as_32_bits(event.messages);
  message.hops = as_16_bits(event.hops);
  message.type = type_of(event.type);
  const bool is_lost = message.way == no_way && run::physical_wires(network) != nullptr;
  (is_lost ? without_a_way_ : on_their_way_).emplace(key_of(event), recording_.messages.size());
  recording_.messages.push_back(message);
  delivered_before_.push_back(no_message);
}

/// What cannot get anywhere is dropped before what was sent earlier and still travels.
void Recorder::end(const measure::TraceEvent& event, Fate fate) {
  const Key key = key_of(event);
  std::array<Waiting*, 2> likeliest = {&on_their_way_, &without_a_way_};
  if (fate == Fate::dropped) std::swap(likeliest[0], likeliest[1]);
  for (Waiting* waiting : likeliest) {
    const auto found = waiting->lower_bound(key);
    if (found == waiting->end() || found->first != key) continue;  // or sent after the cut
    Message& message = recording_.messages[found->second];
    message.ended = event.time;
    message.fate = fate;
    if (fate == Fate::delivered) {
      auto& last = delivered_last_.try_emplace(hearing_of(event), no_message).first->second;
      delivered_before_[found->second] = std::exchange(last, found->second);
    }
    waiting->erase(found);
    return;
  }
  delivered_last_.erase(hearing_of(event));  // what follows is not of one recorded
}

/// Which of those that were delivered an event tells of: the last, or, where it names the sender,
/// the first that came from there.
std::size_t Recorder::delivered(const measure::TraceEvent& event) {
  const auto last = delivered_last_.find(hearing_of(event));
  if (last == delivered_last_.end()) return no_message;
  if (event.from == core::no_peer) return last->second;
  std::size_t found = no_message;
  const std::uint8_t type = type_of(event.type);
  for (std::size_t at = last->second; at != no_message; at = delivered_before_[at]) {
    const Message& message = recording_.messages[at];
    const bool fits = message.from == event.from && message.type == type;
    if (fits && message.fate == Fate::delivered) found = at;
  }
  return found;
}

/// What has become of a message that was delivered already.
void Recorder::settle(const measure::TraceEvent& event, Fate fate) {
  const std::size_t message = delivered(event);
  if (message != no_message) recording_.messages[message].fate = fate;
}

std::uint8_t Recorder::type_of(const char* name) {
  std::vector<std::string>& types = recording_.types;
  const auto found = std::find(types.begin(), types.end(), name);
  const auto index = static_cast<std::uint8_t>(found - types.begin());
  if (found == types.end()) types.emplace_back(name);
  return index;
}

WayId Recorder::way_of(const run::Network& network, core::PeerId from, core::PeerId to) {
  underlay::PhysicalWires* const wires = run::physical_wires(network);
  if (wires == nullptr) return no_way;
  const auto [known, is_new] = way_ids_.try_emplace({from, to, wires->changes_made()}, no_way);
  if (is_new) {
    std::vector<std::uint32_t> devices = devices_between(*wires, from, to);
    if (!devices.empty()) {
      known->second = static_cast<WayId>(recording_.ways.size());
      recording_.ways.push_back(std::move(devices));
    }
  }
  return known->second;
}

}  // namespace rippletank::replay
