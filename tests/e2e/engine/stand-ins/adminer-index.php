<?php
// The server that the login form begins with.
ob_start(function ($page) {
    $server = htmlspecialchars(getenv('ADMINER_DEFAULT_SERVER') ?: 'db');
    return str_replace('name="auth[server]" value=""', "name=\"auth[server]\" value=\"$server\"", $page);
});
require 'adminer.php';
