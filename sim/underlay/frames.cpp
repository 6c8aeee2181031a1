// Frames: what is rare, breaks, delays over idle channels, and the count of everything.
#include "sim/underlay/frames.hpp"

#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::underlay {

core::Time Frames::idle_delay(DeviceId from, DeviceId to, std::uint32_t bytes) {
  idle_arrivals_.assign(settings_.framing.frames(bytes), 0);
  if (!routes_.intact().devices[from]) return core::never;
  for (DeviceId device = from; device != to;) {
    const Hop hop = routes_.hop(device, to);
    if (hop.cables == 0) return core::never;
    pass_idle(hop, bytes, idle_arrivals_);
    device = hop.next;
  }
  return idle_arrivals_.back();
}

void Frames::pass_idle(const Hop& hop, std::uint32_t bytes,
                       std::vector<core::Time>& arrivals) const {
  const double ns_per_byte = media_.channels[hop.channel].ns_per_byte;
  core::Time free = 0;
  for (std::uint32_t i = 0; i < arrivals.size(); ++i) {
    const core::Time sending = sending_time(settings_.framing.frame_size(i, bytes), ns_per_byte);
    free = later(std::max(free, arrivals[i]), sending);
    arrivals[i] = later(free, hop.latency_ns);
  }
}

void Frames::set_intact(core::Time now, const Intact& intact) {
  const std::vector<bool> working = routes_.working_cables(intact);
  const Media media = find_media(graph_, settings_.full_duplex, working);
  const auto is_whole = [&](const Frame& frame) {
    return intact.devices[frame.at] && intact.devices[frame.next] && working[frame.first_cable] &&
           working[frame.last_cable] &&
           (!media.channels[frame.channel].shared ||
            media.forward[frame.first_cable] == media.forward[frame.last_cable]);
  };
  std::vector<bool> cut(channels_.size());
  std::vector<bool> in_use(channels_.size());
  frames_.for_each([&](Frame& frame) {
    if (frame.fate != FrameLoss::none) return;
    if (is_whole(frame)) {
      in_use[frame.channel] = true;
      return;
    }
    cut[frame.channel] = true;
    frame.fate = FrameLoss::cut_off;
    channels_[frame.channel].cut_off.add(frame.bytes);
  });
  for (ChannelId id = 0; id < channels_.size(); ++id) {
    if (!cut[id] || in_use[id] || busy_until_[id] <= now) continue;
    channels_[id].busy -= busy_until_[id] - now;
    busy_until_[id] = now;
  }
  change_media(media, working);
  routes_.set_intact(intact);
}

void Frames::change_media(const Media& media, const std::vector<bool>& working) {
  std::vector<core::Time> busy_until = busy_until_;
  const auto links_of_cables = [this] {
    std::vector<std::uint32_t> links;
    for (const ChannelId channel : media_.forward) links.push_back(link_of_[channel]);
    return links;
  };
  const std::vector<std::uint32_t> was_at = links_of_cables();
  for (CableId cable = 0; cable < graph_.cables.size(); ++cable) {
    forward_before_[cable] = forward_count(cable);
    backward_before_[cable] = backward_count(cable);
    core::Time& busy = busy_until[media.forward[cable]];
    busy = std::max(busy, busy_until_[media_.forward[cable]]);
  }
  for (ChannelCount& channel : channels_) channel.longest_wait = 0;
  counted_before_ = channels_;
  busy_until_ = std::move(busy_until);
  carries_ = working;
  media_ = media;
  link_of_ = links_of(media_);
  stress_.move(was_at, links_of_cables());
}

void Frames::check_conservation() const {
  RIPPLETANK_CHECK(count_.sent == count_.delivered + count_.dropped() + count_.in_flight,
                   "frames are not conserved");
  std::vector<Tally> in_flight(channels_.size());
  Tally in_flight_total;
  frames_.for_each([&](const Frame& frame) {
    in_flight_total.add(frame.bytes);
    if (frame.fate == FrameLoss::none) in_flight[frame.channel].add(frame.bytes);
  });
  RIPPLETANK_CHECK(in_flight_total == count_.in_flight, "frames under way are not those counted");
  for (ChannelId id = 0; id < channels_.size(); ++id) {
    const ChannelCount& channel = channels_[id];
    RIPPLETANK_CHECK(
        channel.sent == channel.arrived + channel.lost + channel.cut_off + in_flight[id],
        "the frames of a channel are not conserved");
  }
}

}  // namespace rippletank::underlay
