// The public pages. Static files are collected with these joined into one file (smartbalkans/static_files.py).
import "./edit-link.js";
import "./printed.js";
import "./refresh.js";
import "./share.js";
import "./suggest.js";
