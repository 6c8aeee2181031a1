// Lookout: shows a network to whoever decides what happens in it, and to whoever looks at it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/measure/time_bins.hpp"
#include "sim/overlay/network_view.hpp"
#include "sim/overlay/presence.hpp"

namespace rippletank::overlay {

/// Stands between a run loop and its Presence. `events`: how many the loop has handled so far.
class Lookout {
 public:
  template <class Protocol>
  Lookout(const Presence& presence, Protocol& protocol, const Attendance& attendance,
          const Connections& connections)
      : presence_(presence),
        view_{0, attendance, connections, {}, {}},
        next_time_(presence.look_every) {
    view_.made_connections = [&]() -> std::optional<Connections> {
      if constexpr (requires { protocol.made_connections(); }) {
        return protocol.made_connections();
      } else {
        return {};
      }
    };
    view_.role = [&](core::PeerId peer) -> const char* {
      if constexpr (requires { protocol.role(peer); }) {
        return protocol.role(peer);
      } else {
        return "peer";
      }
    };
  }

  /// When the next bin of time ends; core::never: none does.
  core::Time next_time() const { return next_time_; }

  /// Something has happened that is no event.
  void note_happening() { ++happenings_; }

  /// Lets happen who comes and goes at a moment.
  Happening let_happen(core::Time now, std::uint64_t events) {
    const Happening happening = presence_.happen(view(now, events));
    if (!happening.nothing) ++happenings_;
    return happening;
  }

  /// Per peer its side of a network that is parted; null while all reach each other.
  const std::uint32_t* sides() const {
    const std::vector<std::uint32_t>* const sides = presence_.sides;
    return sides == nullptr || sides->empty() ? nullptr : sides->data();
  }

  void look_after(core::Time now, std::uint64_t events) { look(now, events, Occasion::happening); }
  /// What is looked at is as it is now, before anything happens at that moment.
  ///
  /// Errors:  TooManyBins.
  void look_at_end_of_bin(std::uint64_t events) {
    if (next_time_ / presence_.look_every > measure::most_bins) throw measure::TooManyBins{};
    look(next_time_, events, Occasion::end_of_bin);
    next_time_ = core::later(next_time_, presence_.look_every);
  }
  void look_at_end(core::Time end, std::uint64_t events) {
    look(end, events, Occasion::end_of_run);
  }

 private:
  const NetworkView& view(core::Time now, std::uint64_t events) {
    view_.now = now;
    view_.happened = happenings_ + events;
    return view_;
  }
  void look(core::Time now, std::uint64_t events, Occasion occasion) {
    if (presence_.look) presence_.look(view(now, events), occasion);
  }

  const Presence& presence_;
  NetworkView view_;
  core::Time next_time_;
  std::uint64_t happenings_ = 0;
};

/// A peer that was offline is online, or the other way round: its protocol is told while it is
/// online, and again once it is gone.
template <class Context, class Protocol>
void change_presence(Context& context, Protocol& protocol, Attendance& attendance,
                     const PresenceChange& change) {
  if (change.online) {
    attendance.set(context.now(), change.peer, true);
    if constexpr (requires { protocol.on_online(context, change.peer); }) {
      protocol.on_online(context, change.peer);
    }
    return;
  }
  if constexpr (requires { protocol.on_offline(context, change.peer, true); }) {
    protocol.on_offline(context, change.peer, change.announced);
  }
  attendance.set(context.now(), change.peer, false);
  if constexpr (requires { protocol.on_gone(context, change.peer); }) {
    protocol.on_gone(context, change.peer);
  }
}

}  // namespace rippletank::overlay
