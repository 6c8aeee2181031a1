// Keeps what one server has been told.
#include "sim/protocols/irc/view.hpp"

#include <algorithm>

namespace rippletank::protocols::irc {

View::View(const Sessions& sessions, ServerIndex self, ServerIndex servers, core::PeerId users,
           std::uint32_t links)
    : sessions_(sessions), self_(self), links_(links), ways_(servers, none), wanted_(users, none) {
  ways_[self] = itself;
}

void View::clear() {
  std::fill(ways_.begin(), ways_.end(), none);
  ways_[self_] = itself;
  std::fill(wanted_.begin(), wanted_.end(), none);
  others_.clear();
  users_ = 0;
  memberships_.clear();
  counts_.clear();
  own_members_.clear();
}

SessionId View::holder(NickId nick) const {
  if (nick < wanted_.size()) return wanted_[nick];
  const auto found = others_.find(nick);
  return found == others_.end() ? none : found->second;
}

void View::add(SessionId session) {
  const NickId nick = sessions_[session].nick;
  (nick < wanted_.size() ? wanted_[nick] : others_[nick]) = session;
  ++users_;
}

void View::remove(SessionId session) {
  const NickId nick = sessions_[session].nick;
  if (nick < wanted_.size()) {
    wanted_[nick] = none;
  } else {
    others_.erase(nick);
  }
  --users_;
}

void View::add_membership(MembershipId id) {
  const Membership& membership = sessions_.membership(id);
  if (id >= memberships_.size()) memberships_.resize(id + std::size_t{1});
  memberships_[id] = true;
  const Way way = way_to_session(membership.session);
  ++count(membership.channel, way);
  if (way != itself) return;
  if (membership.channel >= own_members_.size()) {
    own_members_.resize(membership.channel + std::size_t{1});
  }
  own_members_[membership.channel].push_back(sessions_[membership.session].user);
}

void View::remove_membership(MembershipId id) {
  const Membership& membership = sessions_.membership(id);
  memberships_[id] = false;
  const Way way = way_to_session(membership.session);
  --count(membership.channel, way);
  if (way != itself) return;
  std::vector<core::PeerId>& own = own_members_[membership.channel];
  own.erase(std::find(own.begin(), own.end(), sessions_[membership.session].user));
}

std::uint32_t View::members(ChannelId channel, Way way) const {
  const std::size_t at = place(channel, way);
  return at < counts_.size() ? counts_[at] : 0;
}

std::uint32_t View::members(ChannelId channel) const {
  std::uint32_t all = members(channel, itself);
  for (Way way = 0; way < links_; ++way) all += members(channel, way);
  return all;
}

const std::vector<core::PeerId>& View::own_members(ChannelId channel) const {
  static const std::vector<core::PeerId> nobody;
  return channel < own_members_.size() ? own_members_[channel] : nobody;
}

std::uint32_t& View::count(ChannelId channel, Way way) {
  const std::size_t at = place(channel, way);
  if (at >= counts_.size()) counts_.resize((std::size_t{channel} + 1) * (links_ + 1));
  return counts_[at];
}

}  // namespace rippletank::protocols::irc
