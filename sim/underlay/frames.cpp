// Frames: what is rare, breaks, delays over idle channels, and the count of everything.
#include "sim/underlay/frames.hpp"

#include <tuple>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::underlay {

core::Time Frames::idle_delay(DeviceId from, DeviceId to, std::uint64_t bytes) {
  if (!routes_.intact().devices[from]) return core::never;
  idle_arrivals_.assign(settings_.framing.frames(bytes), 0);
  for (DeviceId device = from; device != to;) {
    const Hop hop = routes_.hop(device, to);
    if (hop.cables == 0) return core::never;
    pass_idle(hop, bytes, idle_arrivals_);
    device = hop.next;
  }
  return idle_arrivals_.back();
}

void Frames::pass_idle(const Hop& hop, std::uint64_t bytes,
                       std::vector<core::Time>& arrivals) const {
  const double ns_per_byte = media_.channels[hop.channel].ns_per_byte;
  core::Time free = 0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const core::Time sending = sending_time(settings_.framing.frame_size(i, bytes), ns_per_byte);
    free = later(std::max(free, arrivals[i]), sending);
    arrivals[i] = later(free, hop.latency_ns);
  }
}

void Frames::change(core::Time now, const Intact& intact) {
  const std::vector<bool> working = routes_.working_cables(intact);
  const Media media = find_media(graph_, settings_.full_duplex, working);
  std::vector<Scheduled> schedule = take_schedule();
  stop_clocks(now, schedule);
  cut_off(intact, working, media, schedule);
  change_media(media, working, schedule);
  schedule_anew(now, schedule);
  routes_.set_intact(intact);
}

std::vector<Frames::Scheduled> Frames::take_schedule() {
  std::vector<Scheduled> schedule;
  while (!queue_->empty()) {
    const auto& event = queue_->pop();
    schedule.push_back({event.time, event.payload});
  }
  queue_.emplace(longest_hop());  // its clock begins anew, too
  return schedule;
}

void Frames::stop_clocks(core::Time now, const std::vector<Scheduled>& schedule) {
  for (ChannelId id = 0; id < channels_.size(); ++id) {
    ChannelCount& channel = channels_[id];
    channel.busy -= std::max<core::Time>(busy_until_[id] - now, 0);
    channel.longest_wait = std::exchange(longest_past_wait_[id], 0);
    busy_until_[id] = 0;
  }
  for (const Scheduled& scheduled : schedule) {
    Frame& frame = frames_[scheduled.arrival.frame];
    ChannelCount& channel = channels_[frame.channel];
    const core::Time to_come = std::max<core::Time>(frame.starts - now, 0);
    channel.waited = std::max<core::Time>(channel.waited - to_come, 0);
    // So far; what waits on is counted anew from then on.
    channel.longest_wait = std::max(channel.longest_wait, std::min(frame.starts, now) - frame.came);
  }
}

void Frames::cut_off(const Intact& intact, const std::vector<bool>& working, const Media& media,
                     std::vector<Scheduled>& schedule) {
  const auto is_whole = [&](const Frame& frame) {
    return intact.devices[frame.at] && intact.devices[frame.next] && working[frame.first_cable] &&
           working[frame.last_cable] &&
           (!media.channels[frame.channel].shared ||
            media.forward[frame.first_cable] == media.forward[frame.last_cable]);
  };
  std::vector<Scheduled> whole;
  for (const Scheduled& scheduled : schedule) {
    const std::uint32_t id = scheduled.arrival.frame;
    const Frame& frame = frames_[id];
    if (is_whole(frame)) {
      whole.push_back(scheduled);
      continue;
    }
    ChannelCount& channel = channels_[frame.channel];
    if (frame.fate == FrameLoss::lost) channel.lost.remove(frame.bytes);
    channel.cut_off.add(frame.bytes);
    end(id, FrameLoss::cut_off);
  }
  schedule = std::move(whole);
}

void Frames::move_to_medium(Frame& frame) {
  if (!media_.channels[frame.channel].shared) return;
  const ChannelId medium = media_.forward[frame.first_cable];
  ChannelCount& from = channels_[std::exchange(frame.channel, medium)];
  ChannelCount& to = channels_[medium];
  from.sent.remove(frame.bytes);
  to.sent.add(frame.bytes);
  if (frame.fate != FrameLoss::lost) return;
  from.lost.remove(frame.bytes);
  to.lost.add(frame.bytes);
}

void Frames::schedule_anew(core::Time now, std::vector<Scheduled>& schedule) {
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    Frame& frame = frames_[schedule[i].arrival.frame];
    if (frame.starts >= now) {
      waiting.push_back(i);
      continue;
    }
    core::Time& busy_until = busy_until_[frame.channel];
    busy_until = std::max(busy_until, frame.leaves);
    frame.came = frame.starts;  // its wait is counted
  }
  std::stable_sort(waiting.begin(), waiting.end(), [&](std::size_t a, std::size_t b) {
    const auto turn = [&](std::size_t i) {
      const Frame& frame = frames_[schedule[i].arrival.frame];
      return std::tuple(frame.came, frame.starts, frame.leaves);
    };
    return turn(a) < turn(b);
  });
  for (const std::size_t i : waiting) {
    Frame& frame = frames_[schedule[i].arrival.frame];
    ChannelCount& channel = channels_[frame.channel];
    core::Time& busy_until = busy_until_[frame.channel];
    const core::Time latency = schedule[i].time - frame.leaves;
    frame.starts = std::max(busy_until, now);
    frame.leaves =
        later(frame.starts, sending_time(frame.bytes, media_.channels[frame.channel].ns_per_byte));
    schedule[i].time = later(frame.leaves, latency);
    busy_until = frame.leaves;
    channel.waited = later(channel.waited, frame.starts - now);
    channel.longest_wait = std::max(channel.longest_wait, frame.starts - frame.came);
  }
  for (ChannelId id = 0; id < channels_.size(); ++id) {
    channels_[id].busy = later(channels_[id].busy, std::max<core::Time>(busy_until_[id] - now, 0));
  }
  std::stable_sort(schedule.begin(), schedule.end(),
                   [](const Scheduled& a, const Scheduled& b) { return a.time < b.time; });
  for (const Scheduled& scheduled : schedule) queue_->push(scheduled.time, scheduled.arrival);
}

void Frames::change_media(const Media& media, const std::vector<bool>& working,
                          const std::vector<Scheduled>& schedule) {
  for (CableId cable = 0; cable < graph_.cables.size(); ++cable) {
    forward_before_[cable] = forward_count(cable);
    backward_before_[cable] = backward_count(cable);
  }
  for (ChannelCount& channel : channels_) channel.longest_wait = 0;
  carries_ = working;
  media_ = media;
  for (const Scheduled& scheduled : schedule) move_to_medium(frames_[scheduled.arrival.frame]);
  counted_before_ = channels_;
  link_of_ = links_of_channels();
  stress_.move(links_of_cables());
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
