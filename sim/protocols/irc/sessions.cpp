// Keeps who is registered where, and in which channels.
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

SessionId Sessions::open(core::PeerId user, ServerIndex home, NickId nick) {
  sessions_.push_back({user, home, nick, none, true});
  ++open_sessions_;
  return static_cast<SessionId>(sessions_.size() - 1);
}

void Sessions::close(SessionId session) {
  if (!sessions_[session].open) return;
  sessions_[session].open = false;
  --open_sessions_;
  for_each_membership(session, [this](MembershipId id) { leave(id); });
}

MembershipId Sessions::join(SessionId session, ChannelId channel) {
  if (channel >= members_.size()) members_.resize(channel + std::size_t{1});
  const auto id = static_cast<MembershipId>(memberships_.size());
  memberships_.push_back({session, channel, sessions_[session].last,
                          static_cast<std::uint32_t>(members_[channel].size())});
  members_[channel].push_back(id);
  sessions_[session].last = id;
  return id;
}

void Sessions::leave(MembershipId id) {
  Membership& membership = memberships_[id];
  if (membership.place == none) return;
  std::vector<MembershipId>& members = members_[membership.channel];
  const MembershipId last = members.back();
  members[membership.place] = last;
  memberships_[last].place = membership.place;
  members.pop_back();
  membership.place = none;
}

MembershipId Sessions::find(SessionId session, ChannelId channel) const {
  MembershipId found = none;
  for_each_membership(session, [&](MembershipId id) {
    if (memberships_[id].channel == channel && memberships_[id].place != none) found = id;
  });
  return found;
}

const std::vector<MembershipId>& Sessions::members(ChannelId channel) const {
  static const std::vector<MembershipId> nobody;
  return channel < members_.size() ? members_[channel] : nobody;
}

}  // namespace rippletank::protocols::irc
