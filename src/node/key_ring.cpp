#include "node/key_ring.h"

#include <algorithm>

#include "base/check.h"

namespace isotrail {
namespace fs = std::filesystem;

std::string hexKey(const crypto::SigningKey& key) {
  return hex(std::string_view(reinterpret_cast<const char*>(key.publicKey().data()), key.publicKey().size()));
}

KeyRing::KeyRing(fs::path file, crypto::SigningKey key) : file_(std::move(file)), next_(file_) {
  next_ += ".next";
  keys_.push_back(std::move(key));
}

std::string KeyRing::keyId() const {
  std::lock_guard lock(lock_);
  return hexKey(keys_.front());
}

const crypto::SigningKey* KeyRing::find(const std::string& key) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const crypto::SigningKey& k) { return hexKey(k) == key; });
  return found == keys_.end() ? nullptr : &*found;
}

void KeyRing::readFiles() const {
  if (file_.empty()) return;
  for (const auto& path : {file_, next_}) {
    if (!fs::exists(path)) continue;
    auto key = crypto::SigningKey::load(path);
    if (!find(hexKey(key))) keys_.push_back(std::move(key));
  }
}

std::string KeyRing::sign(const std::string& bytes, const std::string& key) const {
  std::lock_guard lock(lock_);
  if (!find(key)) readFiles();
  const crypto::SigningKey* with = find(key);
  if (!with) throw Fault("KEY_FILE", "the record says that key " + key + " signs for this node, and its file is not here");
  const auto signature = with->sign(bytes);
  return hex(std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()));
}

std::string KeyRing::prepare() {
  std::lock_guard lock(lock_);
  if (!file_.empty() && fs::exists(next_)) {
    readFiles();
    return hexKey(crypto::SigningKey::load(next_));
  }
  auto key = crypto::SigningKey::generate();
  if (!file_.empty()) key.save(next_);
  keys_.push_back(std::move(key));
  return hexKey(keys_.back());
}

void KeyRing::settle(const std::string& in_force) {
  std::lock_guard lock(lock_);
  if (hexKey(keys_.front()) == in_force) return;
  readFiles();
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const crypto::SigningKey& k) { return hexKey(k) == in_force; });
  if (found == keys_.end()) throw Fault("KEY_FILE", "the record says that key " + in_force + " signs for this node, and its file is not here");
  if (!file_.empty() && fs::exists(next_) && hexKey(crypto::SigningKey::load(next_)) == in_force) {
    fs::path former = file_;
    former += "." + hexKey(crypto::SigningKey::load(file_)).substr(0, 8);
    fs::copy_file(file_, former, fs::copy_options::overwrite_existing);
    fs::rename(next_, file_);  // a crash before this leaves both keys, and the next start settles again
  }
  std::iter_swap(keys_.begin(), found);
}

}  // namespace isotrail
