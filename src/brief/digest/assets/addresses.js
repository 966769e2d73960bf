// Addresses from the data are followed only if they stay below this folder, or lead to the web.

const folderAddress = new URL(".", location.href.replace(/[?#].*$/s, "")).href;

/** A relative address below this folder as a whole one, or "". */
function addressBelow(address) {
  if (address === "" || /[\\\u0000-\u001f]|%2f|%5c|%00|^[/?#]|^[^/?#]*:/i.test(address)) return "";
  if (address.split(/[/?#]/).some((part) => /^(\.|%2e){1,2}$/i.test(part))) return "";
  try {
    const { href } = new URL(address, folderAddress);
    return href.startsWith(folderAddress) && href !== folderAddress ? href : "";
  } catch {
    return "";
  }
}

/** A web address, or "". */
function webAddress(address) {
  try {
    const { protocol, href } = new URL(address);
    return protocol === "http:" || protocol === "https:" ? href : "";
  } catch {
    return "";
  }
}

/** Where the brief of a record can be read by itself. */
const briefAddress = (record) => addressBelow(record.html) || addressBelow(record.md);
