// Wraps SQLite.
#include "sim/sweep/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace rippletank::sweep {
namespace {

constexpr int kind_of_error = 0xff;  // extended codes say more above it

[[noreturn]] void fail_with(sqlite3* handle) {
  throw DatabaseError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

/// As an address, in which a file that nobody writes to can be told to be so: then it is read
/// without files beside it, which a folder that is read-only would not take.
std::string address_of(const std::filesystem::path& file, DatabaseAccess access) {
  std::string address = "file://";  // with an empty host, as a path may begin with two slashes
  for (const char c : std::filesystem::absolute(file).string()) {
    address += c == '%' || c == '?' || c == '#'
                   ? fmt::format("%{:02x}", static_cast<unsigned char>(c))
                   : std::string(1, c);
  }
  const bool is_written_to = std::filesystem::exists(file.string() + "-wal");
  const bool is_at_rest = access == DatabaseAccess::read && !is_written_to;
  return address + (is_at_rest ? "?immutable=1" : "");
}

}  // namespace

bool DatabaseError::is_full() const { return (code_ & kind_of_error) == SQLITE_FULL; }

bool DatabaseError::is_damaged() const {
  const int kind = code_ & kind_of_error;
  return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
}

bool DatabaseError::is_locked() const {
  const int kind = code_ & kind_of_error;
  return kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
}

bool DatabaseError::is_readonly() const {
  const int kind = code_ & kind_of_error;
  return kind == SQLITE_READONLY || kind == SQLITE_CANTOPEN || kind == SQLITE_PERM;
}

Database::Database(const std::filesystem::path& file, DatabaseAccess access) {
  const int flags = access == DatabaseAccess::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                    : SQLITE_OPEN_READONLY;
  const int code =
      sqlite3_open_v2(address_of(file, access).c_str(), &handle_, flags | SQLITE_OPEN_URI, nullptr);
  if (code != SQLITE_OK) {
    const DatabaseError error(code, handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_));
    sqlite3_close_v2(handle_);
    throw error;
  }
  try {
    if (access == DatabaseAccess::write) {
      // One writer, and no memory shared between processes, which network file systems lack. A
      // commit need not wait for the disk: what a power cut may cost is the last runs, no more.
      execute("PRAGMA locking_mode = EXCLUSIVE");
      execute("PRAGMA journal_mode = WAL");
      execute("PRAGMA synchronous = NORMAL");
      // What readers shared; nobody reads now, and nobody else would clear it away.
      std::error_code ignored;
      std::filesystem::remove(file.string() + "-shm", ignored);
    }
  } catch (const DatabaseError&) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail_with(handle_);
  }
}

Statement::Statement(const Database& database, const char* sql) : database_(database) {
  if (sqlite3_prepare_v2(database.handle(), sql, -1, &statement_, nullptr) != SQLITE_OK) fail();
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::fail() const { fail_with(database_.handle()); }

Statement& Statement::bind(int parameter, std::string_view text) {
  // Copied, so that nothing needs to live on.
  const auto destructor = SQLITE_TRANSIENT;  // NOLINT: a macro with a cast
  if (sqlite3_bind_text(statement_, parameter, text.data(), static_cast<int>(text.size()),
                        destructor) != SQLITE_OK) {
    fail();
  }
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  if (sqlite3_bind_int64(statement_, parameter, number) != SQLITE_OK) fail();
  return *this;
}

Statement& Statement::bind(int parameter, double number) {
  if (sqlite3_bind_double(statement_, parameter, number) != SQLITE_OK) fail();
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail();
  return false;
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() { sqlite3_reset(statement_); }

std::string Statement::text(int column) const {
  const unsigned char* const bytes = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace rippletank::sweep
