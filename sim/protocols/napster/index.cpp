// Notes logins and files, and finds who shares what.
#include "sim/protocols/napster/index.hpp"

#include <algorithm>
#include <span>

namespace rippletank::protocols::napster {

Index::Index(const overlay::Content* content, const Folders& folders,
             const overlay::Firewalls& firewalls, core::PeerId peers)
    : content_(content), folders_(folders), firewalls_(firewalls), users_(peers), count_(peers) {}

void Index::leave(User& user) {
  if (user.server != core::no_peer) --count_[user.server];
  user.server = core::no_peer;
  user.shares = false;
}

bool Index::log_in(core::PeerId client, core::PeerId server, std::uint32_t connection) {
  User& user = users_[client];
  if (connection <= user.closed) return false;
  leave(user);
  user.server = server;
  user.connection = connection;
  most_users_ = std::max(most_users_, ++count_[server]);
  return true;
}

void Index::close(core::PeerId client, std::uint32_t connection) {
  User& user = users_[client];
  user.closed = std::max(user.closed, connection);
  if (user.connection <= user.closed) leave(user);
}

void Index::close_all(core::PeerId server) {
  for (User& user : users_) {
    if (user.server == server) leave(user);
  }
}

void Index::share(core::PeerId client, core::PeerId server, std::uint32_t withdrawn) {
  User& user = users_[client];
  if (user.server != server) return;
  user.shares = true;
  user.withdrawn = withdrawn;
}

void Index::withdraw(core::PeerId client, core::PeerId server, std::uint32_t withdrawn) {
  User& user = users_[client];
  if (user.server == server) user.withdrawn = std::max(user.withdrawn, withdrawn);
}

bool Index::lists(core::PeerId server, core::PeerId client, core::ItemId item) const {
  if (content_ == nullptr) return false;
  const std::span<const core::PeerId> row = content_->holders(item);
  const auto found = std::lower_bound(row.begin(), row.end(), client);
  if (found == row.end() || *found != client) return false;
  return shares(users_[client], server, item, static_cast<std::size_t>(found - row.begin()));
}

std::uint32_t Index::find(const Question& question, core::Substream& random,
                          std::vector<core::PeerId>& holders) const {
  std::uint32_t hidden = 0;
  if (content_ == nullptr || question.item >= content_->items()) return hidden;
  const std::span<const core::PeerId> row = content_->holders(question.item);
  const std::size_t first = row.empty() ? 0 : random.below(row.size());
  for (std::size_t i = 0; i < row.size() && holders.size() < question.results_max; ++i) {
    const std::size_t place = (first + i) % row.size();
    const core::PeerId holder = row[place];
    if (holder == question.client) continue;
    if (!shares(users_[holder], question.server, question.item, place)) continue;
    if (!firewalls_.can_meet(holder, question.client)) {
      ++hidden;
    } else {
      holders.push_back(holder);
    }
  }
  return hidden;
}

}  // namespace rippletank::protocols::napster
