// Which stored secret a new binding keeps.

extension DeviceProfile.BambuBinding {
    /// An empty access code keeps the stored one, and an empty certificate the trusted one, for the same
    /// serial number only: a client that binds another printer must not send the stored secret there.
    func keepingSecrets(of old: Self) -> Self {
        guard serial == old.serial else { return self }
        var new = self
        if new.accessCode.isEmpty { new.accessCode = old.accessCode }
        if new.accessCode == old.accessCode { new.codeHasWorked = old.codeHasWorked }
        if new.certificate.isEmpty { new.certificate = old.certificate }
        return new
    }
}

extension DeviceProfile.KlipperBinding {
    /// An empty key keeps the stored one for the same place only: mostly the key is sent unencrypted, so
    /// no other machine may get it.
    func keepingSecret(of old: Self) -> Self {
        guard apiKey.isEmpty, address == old.address, port == old.port, prefix == old.prefix,
            isEncrypted == old.isEncrypted
        else { return self }
        var new = self
        new.apiKey = old.apiKey
        return new
    }
}

extension DeviceProfile.WebBinding {
    /// An empty secret keeps the stored one for the same place and user only, as for Klipper.
    func keepingSecret(of old: Self) -> Self {
        guard secret.isEmpty, address == old.address, port == old.port, prefix == old.prefix,
            isEncrypted == old.isEncrypted, user == old.user
        else { return self }
        var new = self
        new.secret = old.secret
        return new
    }

    /// Sets where the host is; a port that the address names wins over the one of the binding.
    package mutating func move(to place: MoonrakerAddress) {
        address = place.host
        port = place.port ?? port
        prefix = place.prefix
        isEncrypted = place.isEncrypted
    }
}
